"""Every page that a respondent sees, gathered under one blueprint."""

from app.respond import answering, by_code, ending, entering, returning, sending
from app.respond.blueprint import blueprint

__all__ = ["answering", "blueprint", "by_code", "ending", "entering", "returning", "sending"]
