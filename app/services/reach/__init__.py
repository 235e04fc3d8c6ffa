"""Reaching people, and the same people again: lists, invitations, messages, who came back, who is missing."""
