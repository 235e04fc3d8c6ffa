"""What every service is given: settings, partnership, framework, keys and clock; made at start, never changed."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from analysis.framework import Framework
from app.config import Config
from surveys.partnership import Partnership

LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True, slots=True)
class House:
    """The unchanging surroundings of a request, a job or a command."""

    config: Config
    partnership: Partnership
    framework: Framework
    now: Callable[[], datetime] = lambda: datetime.now(UTC).replace(tzinfo=None)
    """The time in UTC without a zone, as the database keeps it."""
    earlier_frameworks: tuple[Framework, ...] = ()
    """The versions of the framework before this one that the partnership keeps, unchanged."""

    def framework_of(self, version: str) -> Framework | None:
        """The framework of this version, or None if its file is not kept."""
        return next((each for each in (self.framework, *self.earlier_frameworks) if each.version == version), None)

    def made_under(self, version: str) -> House:
        """The same house under this version of the framework; under the present one if that file is not kept."""
        return self.under(self.framework_of(version) or self.framework)

    def under(self, framework: Framework) -> House:
        """The same house, in which this version of the framework is the present one."""
        others = (each for each in (self.framework, *self.earlier_frameworks) if each.version != framework.version)
        return replace(self, framework=framework, earlier_frameworks=tuple(others))

    def today(self) -> date:
        """The date in London, which is what "today" means to everyone here."""
        return self.now().replace(tzinfo=UTC).astimezone(LONDON).date()

    def keyed_hash(self, purpose: str, value: str) -> str:
        """64 hex digits of HMAC-SHA256; a purpose of its own for each use, so that hashes never match across tables."""
        key = hmac.digest(self.config.secret_key.encode(), purpose.encode(), hashlib.sha256)
        return hmac.new(key, value.encode(), hashlib.sha256).hexdigest()


def random_id() -> str:
    """32 hex digits from the system's random source."""
    return secrets.token_hex(16)
