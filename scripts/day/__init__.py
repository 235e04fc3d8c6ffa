"""A scripted day: hundreds of people answer over HTTP, some write that somebody is in danger, and the clock runs."""
