"""What reports about the loop are made of: figures fit to be shown, and what was answered in a span of time."""
