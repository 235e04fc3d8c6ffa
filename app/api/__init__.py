"""The feed: closed releases, indicators and public entries for other programs, described by OpenAPI."""
