"""The reading of comments: language, feeling, concern, personal data of one text. No storage, no themes."""
