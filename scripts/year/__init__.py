"""A scripted year of messages: time moved, real worker processes that are killed, real servers that count."""
