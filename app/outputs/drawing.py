"""A topic's page as a picture (PNG), drawn letter by letter for chats and slides. Pillow is loaded here, on use."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from app.collect.pictures import qr_png
from app.here import house
from app.languages import Language, current_language, gettext, languages, name_of
from app.loop.words import REPLY_WORDS
from app.outputs import voices
from app.outputs.posters import door, newest
from app.paper.pdf import FONTS
from app.services.loop.entries import EntryView
from surveys.partnership import JourneyPoint

WIDTH, HEIGHT, EDGE = 1600, 900, 60
LOWEST = HEIGHT - 200
"""Where answers end at the latest; below are the square and the address."""
INK, SOFT, PAPER, SAID = "#1b1814", "#4c463d", "#fffdf8", "#e3eff2"
ACTION = "#0b4a5b"
TONES = {"we-did": "#17603a", "we-will": "#1d4f91", "we-cannot": "#7a3d10"}
FACES = {"ar": "naskh", "fa": "naskh", "ur": "nastaliq"}
SCALE = {1: 1.6, 2: 1.25}
"""How much larger letters may be where fewer entries share the page."""
SMALLEST, STEP = 0.8, 0.1
LATIN = re.compile(r"[A-Za-z0-9…–]")
ENDS = re.compile(r"^(.+?)([.,:;!?]+)$")
"""Signs after a number or a Latin word; in a text from right to left they stand on its left."""
Face = tuple[str, int, bool]
"""The language of some letters, their size in pixels, and whether they are bold."""
LEADING = {"naskh": 1.55, "nastaliq": 2.25, "sans": 1.32}


def png(point: JourneyPoint) -> bytes:
    """The newest entries of a topic in columns, with a square that opens all of them."""
    return Sheet(current_language()).draw(point)


@dataclass
class Sheet:
    """One picture while it is drawn. All places are pixels; a page that runs from right to left is its mirror."""

    language: Language
    scale: float = 1.0

    @cached_property
    def image(self) -> Any:
        from PIL import Image

        return Image.new("RGB", (WIDTH, HEIGHT), PAPER)

    @cached_property
    def pen(self) -> Any:
        from PIL import ImageDraw

        return ImageDraw.Draw(self.image)

    @property
    def sizes(self) -> tuple[int, int, int]:
        """Pixels of small, plain and large letters in a column."""
        return round(24 * self.scale), round(27 * self.scale), round(32 * self.scale)

    @property
    def mirrored(self) -> bool:
        return self.language.direction == "rtl"

    def draw(self, point: JourneyPoint) -> bytes:
        heading = f"{gettext('You said, we did')}: {name_of(point.name)}"
        end = self.write(heading, (EDGE, 44), WIDTH - 2 * EDGE, 50, ACTION, bold=True)
        views = newest(point.id)
        if not views:
            self.write(gettext("There are no answers here yet."), (EDGE, end + 40), WIDTH - 2 * EDGE, 36, INK)
        width = (WIDTH - 2 * EDGE - 40 * (len(views) - 1)) // max(1, len(views))
        self.scale = SCALE.get(len(views), 1.0)
        while self.scale > SMALLEST and any(self.end_of(view, end + 20, width) > LOWEST for view in views):
            self.scale -= STEP
        for number, view in enumerate(views):
            self.column(view, EDGE + number * (width + 40), end + 20, width)
        self.foot(point)
        out = io.BytesIO()
        self.image.save(out, "PNG", optimize=True)
        return out.getvalue()

    def end_of(self, view: EntryView, top: int, width: int) -> int:
        """Where a column with all its answers would end."""
        said, inner, (small, plain, _large) = view.content, width - 48, self.sizes
        answers = (self.height(reply.text_easy or reply.text, inner, plain, said.language) for reply in said.replies)
        each = self.leading(self.language.code, small) + 22
        return top + self.said_height(view, inner) + 24 + sum(answers) + each * len(said.replies)

    def notes(self, view: EntryView) -> list[tuple[str, str]]:
        """What stands under what was said, each with its language: how many said it, its words, its language."""
        own = self.language.code
        words = [(f"“{quote.text}”", code) for quote, code in voices.quoted(view)][:1]
        texts = [*((line, own) for line in voices.count_lines(view)), *words, (voices.language_note(view), own)]
        return [(text, code) for text, code in texts if text]

    def said_height(self, view: EntryView, inner: int) -> int:
        text, (small, _plain, large) = view.content.you_said_easy or view.content.you_said, self.sizes
        notes = sum(self.height(note, inner, small, code) for note, code in self.notes(view))
        high = self.height(text, inner, large, view.content.language, bold=True)
        return 16 + self.leading(self.language.code, small) + high + notes + 20

    def column(self, view: EntryView, left: int, top: int, width: int) -> None:
        """What was said on a tint, then each answer, as far as the page goes."""
        said, inner, (small, plain, large) = view.content, width - 48, self.sizes
        high = self.said_height(view, inner)
        self.box((left, top, left + width, top + high), SAID)
        y = self.write(gettext("You said"), (left + 24, top + 16), inner, small, ACTION, bold=True)
        text = said.you_said_easy or said.you_said
        y = self.write(text, (left + 24, y), inner, large, INK, bold=True, written=said.language)
        for note, code in self.notes(view):
            y = self.write(note, (left + 24, y), inner, small, SOFT, written=code)
        y = top + high + 24
        for reply in said.replies:
            words = reply.text_easy or reply.text
            if y + 2 * small + self.height(words, inner, plain, said.language) > LOWEST + 2 * small:
                self.write("…", (left + 24, y - 8), inner, plain, SOFT)
                return
            begins, tone = y, TONES[reply.kind]
            y = self.write(gettext(REPLY_WORDS[reply.kind]), (left + 24, y), inner, small, tone, bold=True)
            y = self.write(words, (left + 24, y), inner, plain, INK, written=said.language)
            self.bar(left, begins, y, tone)
            y += 22

    def foot(self, point: JourneyPoint) -> None:
        from PIL import Image

        address = door(f"/you-said-we-did/?journey_point={point.id}").address
        square = Image.open(io.BytesIO(qr_png(address, 5))).convert("RGB").resize((170, 170), Image.Resampling.NEAREST)
        place = EDGE if self.mirrored else WIDTH - EDGE - 170
        self.image.paste(square, (place, HEIGHT - 190))
        width = WIDTH - 2 * EDGE - 200
        end = self.write(name_of(house().partnership.name), (EDGE, HEIGHT - 150), width, 26, INK, bold=True)
        shown = address.removeprefix("https://").removeprefix("http://")
        self.write(shown, (EDGE, end), width, 24, SOFT, written="en")

    # Letters

    def write(
        self,
        text: str,
        place: tuple[int, int],
        width: int,
        size: int,
        colour: str,
        bold: bool = False,
        written: str = "",
    ) -> int:
        """Lines of a text from `place` on, within `width`; where the next text may begin."""
        code = written or self.language.code
        left, y = place
        for line in self.lines(text, width, code, size, bold):
            self.put(line, (left, y), (code, size, bold), colour)
            y += self.leading(code, size)
        return y

    def put(self, line: str, place: tuple[int, int], face: Face, colour: str) -> None:
        """One line: its runs one after the other, in the way its language runs, at the side where the page begins."""
        code, size, bold = face
        base = place[1] + self.font(code, size, bold).getmetrics()[0]
        runs, rtl = self.runs(line, face), self.direction(code) == "rtl"
        widths = [font.getlength(text, direction=direction) for text, font, direction in runs]
        gap = size * 0.28
        total = sum(widths) + gap * (len(runs) - 1)
        x = WIDTH - place[0] - total if self.mirrored else place[0]
        x = x + total if rtl else x
        for (text, font, direction), width in zip(runs, widths, strict=True):
            x = x - width if rtl else x
            self.pen.text((x, base), text, font=font, fill=colour, direction=direction, anchor="ls")
            x = x - gap if rtl else x + width + gap

    def runs(self, line: str, face: Face) -> list[tuple[str, Any, str]]:
        """Words of one script together, with letters that have them: the Arabic faces hold no Latin ones."""
        code, size, bold = face
        if self.direction(code) == "ltr":
            return [(line, self.font(code, size, bold), "ltr")]
        found = []
        for latin, words in groupby(line.split(), key=lambda word: LATIN.search(word) is not None):
            font = self.font("en", size, bold) if latin else self.font(code, size, bold)
            text = " ".join(words)
            found.append((ENDS.sub(r"\2\1", text), font, "ltr") if latin else (text, font, "rtl"))
        return found

    def height(self, text: str, width: int, size: int, written: str, bold: bool = False) -> int:
        return len(self.lines(text, width, written, size, bold)) * self.leading(written, size)

    def lines(self, text: str, width: int, code: str, size: int, bold: bool) -> list[str]:
        found, line, gap = [], "", size * 0.28

        def room(words: str) -> float:
            runs = self.runs(words, (code, size, bold))
            return sum(font.getlength(run, direction=way) for run, font, way in runs) + gap * (len(runs) - 1)

        for word in text.split():
            longer = f"{line} {word}".strip()
            if line and room(longer) > width:
                found.append(line)
                line = word
            else:
                line = longer
        return [*found, line] if line else found

    def font(self, code: str, size: int, bold: bool) -> Any:
        from PIL import ImageFont

        name = f"{FACES.get(code, 'sans')}-{700 if bold else 400}.ttf"
        return ImageFont.truetype(FONTS / name, size, layout_engine=ImageFont.Layout.RAQM)

    def direction(self, code: str) -> str:
        known = languages().by_code.get(code)
        return known.direction if known else "ltr"

    def leading(self, code: str, size: int) -> int:
        return round(size * LEADING[FACES.get(code, "sans")])

    # Shapes

    def box(self, corners: tuple[int, int, int, int], colour: str) -> None:
        left, top, right, bottom = corners
        if self.mirrored:
            left, right = WIDTH - right, WIDTH - left
        self.pen.rounded_rectangle((left, top, right, bottom), 24, fill=colour)

    def bar(self, left: int, top: int, bottom: int, colour: str) -> None:
        """The sign of one kind of answer, beside its words."""
        x = WIDTH - left - 8 if self.mirrored else left
        self.pen.rounded_rectangle((x, top + 6, x + 8, bottom), 4, fill=colour)
