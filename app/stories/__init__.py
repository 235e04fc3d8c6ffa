"""Case studies and co-production events, as pages."""
