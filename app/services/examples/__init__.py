"""Made-up data, marked as such. Never beside real data."""
