"""What we ask: survey definitions, the flow of pages, question kinds, forms. Knows no web framework and no database."""
