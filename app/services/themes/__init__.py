"""Themes: code books, coding in the workbench, agreement, figures, quotes and the pages "what people told us"."""
