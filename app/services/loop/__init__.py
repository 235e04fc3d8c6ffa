"""You said, we did: entries, how they become public, promises, and the measures of the loop."""
