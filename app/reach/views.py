"""Every page of reaching people that anyone may open, gathered under one blueprint."""

from app.reach import links, staying
from app.reach.links import blueprint

__all__ = ["blueprint", "links", "staying"]
