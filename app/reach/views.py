"""Every page of reaching people that anyone may open, gathered under one blueprint."""

from app.reach import coming_back, links, staying
from app.reach.links import blueprint

__all__ = ["blueprint", "coming_back", "links", "staying"]
