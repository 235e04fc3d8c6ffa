"""Every page that a respondent sees, gathered under one blueprint."""

from app.respond import answering, ending, entering, returning, sending
from app.respond.blueprint import blueprint

__all__ = ["answering", "blueprint", "ending", "entering", "returning", "sending"]
