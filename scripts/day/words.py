"""What people write on a scripted day: invented sentences, none of them in the lists that the software learned from."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

ORDINARY = (
    "The bus is late most mornings and then I miss the start of art.",
    "We were told eight weeks, it has been seven months, and no one rings.",
    "Mrs Hartley explains things twice, which helps a lot.",
    "Could the letters be shorter? I read the last one four times.",
    "He loves the new sensory room. It calms him after lunch.",
    "Nothing to add, thank you.",
    "The meeting was moved three times and each time I had to take a day off.",
    "I want more football and less waiting.",
    "The portal is killing me, it logs out every five minutes.",
    "Her speech has come on so much since the group started!",
    "We need a plan that is about her, not copied from someone else.",
    "My helper is kind. I like Tuesdays.",
)
ORDINARY_ELSEWHERE = (
    "Długo czekaliśmy na spotkanie, ale pani była bardzo miła.",
    "نريد رسائل بلغتنا لأننا لا نفهم كل الكلمات.",
    "Caalinta hadda waa fiican tahay laakiin basku waa daahaa.",
    "Chceli by sme vedieť, kto má na starosti náš plán.",
)


@dataclass(frozen=True, slots=True)
class Planted:
    """One text of somebody in danger. `left`: its writer goes without sending. `english`: an alert must follow."""

    text: str
    english: bool
    left: bool


PLANTED = (
    Planted("My mum's boyfriend punches me when she is at work and I am scared to go home", True, True),
    Planted("i dont want to be alive any more, i have saved up my tablets", True, True),
    Planted("A man I met online keeps asking me for naked pictures and says he will tell everyone", True, False),
    Planted("My daughter told me that the driver touches her private parts in the taxi", True, False),
    Planted("Her dad locks her in the shed all night without food when she shouts", True, False),
    Planted("Tata bije mnie pasem i boję się wracać do domu", False, False),
    Planted("أبي يضربني كل ليلة وأخاف أن أخبر أحدا", False, True),
    Planted("Nechcem už žiť, každý deň si ubližujem a nikto to nevie", False, False),
)


def planted_in(file: Path) -> tuple[Planted, ...]:
    """From a CSV with the columns text, english (yes, no) and left (yes, no)."""
    with file.open(encoding="utf-8", newline="") as rows:
        return tuple(
            Planted(row["text"], row["english"].lower() == "yes", row["left"].lower() == "yes")
            for row in csv.DictReader(rows)
        )
