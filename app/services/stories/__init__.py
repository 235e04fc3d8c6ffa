"""Case studies and co-production events: what they say, how they become public, and what is left out of the report."""
