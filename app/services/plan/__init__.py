"""The improvement plan's actions: what they say, their file, who keeps them, and which entries rest on them."""
