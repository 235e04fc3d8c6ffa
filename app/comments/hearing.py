"""What the worker does about free texts, every few seconds: reads new ones, tells of urgent ones. Verbs: services."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from app.house import House
from app.reach.parcels import compose
from app.services.comments import concerns, readings
from app.services.comments.readings import Ear
from app.services.reach import messages
from app.services.running import lease

if TYPE_CHECKING:
    from analysis.comments.reading import Reading


MOST_ROUNDS = 50
"""So often it looks again at once while much is unread, as after an import; alerts leave in between."""


def listen(house: House, holder: str, ear: Ear) -> int:
    """Read what is new and remind of what nobody opened; how many texts were read.

    Alerts leave at once, before anything else: neither a long campaign nor a task that runs for minutes holds them up.
    """
    schools = tuple(school.name for school in house.partnership.schools)
    total = 0
    for _ in range(MOST_ROUNDS):
        done = readings.look(house, holder, lambda text: reader(schools)(text), ear)
        concerns.remind(house, holder)
        messages.deliver_kind(house, Acting(house, holder), compose, "alert")
        total += done
        if done < readings.MOST:
            break
    return total


@dataclass(frozen=True, slots=True)
class Acting:
    """The worker, as one who may write while it holds the lease."""

    house: House
    holder: str

    def writing(self) -> AbstractContextManager[None]:
        return lease.acting(self.house, self.holder)


@lru_cache(maxsize=2)
def reader(schools: tuple[str, ...]) -> Callable[[str], Reading]:
    """How a text is read here. Loads the lists and models, which takes seconds: only in the worker."""
    from analysis.comments import privacy_schools, reading

    return partial(reading.read, schools=privacy_schools.known(schools))
