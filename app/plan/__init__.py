"""The improvement plan's actions and the Co-production Charter, as pages."""
