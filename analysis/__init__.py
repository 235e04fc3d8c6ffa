"""What it means: scores, change, disclosure control. Takes plain data; knows no web framework and no database."""
