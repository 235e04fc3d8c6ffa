"""All that is looked at in a partnership's folder beyond whether it can be read. Prints nothing, changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from app import catalogues
from app.config import ROOT
from app.languages import TRANSLATIONS_DIR
from surveys.findings import DefinitionErrors, Finding

if TYPE_CHECKING:
    from surveys.partnership import Partnership

PICTURES = ROOT / "app" / "static" / "pictures"


def check_pack(partnership: Partnership) -> Iterator[Finding]:
    """Wording, framework and translations of a partnership whose definitions can be read."""
    from analysis.framework import read_framework
    from analysis.framework_checks import check_framework
    from surveys.checks import check_partnership

    yield from check_partnership(partnership, frozenset(path.stem for path in PICTURES.glob("*.svg")))
    source = (partnership.folder / "framework.toml").read_text(encoding="utf-8")
    try:
        framework = read_framework(partnership.framework, "framework.toml", source)
        yield from check_framework(framework, partnership.catalogue.surveys, "framework.toml", source)
        yield from check_earlier(partnership, framework.version)
    except DefinitionErrors as errors:
        yield from errors.findings
    yield from check_translations(partnership)


def check_earlier(partnership: Partnership, present: str) -> Iterator[Finding]:
    """Each earlier version of the framework can be read and has a version of its own."""
    from analysis.framework import read_framework

    known = {present}
    for name, data in partnership.earlier_frameworks.items():
        version = read_framework(data, name).version
        if version in known:
            advice = "Give the new framework another version, and leave those that were in use as they were."
            yield Finding("F015", name, f'another framework file has the version "{version}" too', advice)
        known.add(version)


def check_translations(partnership: Partnership) -> Iterator[Finding]:
    """What the languages that are switched on lack, looked up as a page does: the partnership's own catalogue first."""
    folders = (partnership.folder / "translations", TRANSLATIONS_DIR)
    advice = "Translate it in the catalogue 'surveys' (scripts/translations update), or switch the language off."
    template = [message for message in catalogues.survey_template(partnership) if message.id]
    for code in (code for code in partnership.languages if code != "en"):
        paths = [catalogues.catalogue_path(folder, code, "surveys") for folder in folders]
        found = [catalogues.read_catalogue(path, code, "nplurals=1; plural=0;") for path in paths]
        for message in template:
            said = [each.get(message.id, message.context) for each in found]
            if not any(each and each.string and not each.fuzzy for each in said):
                place = f"{message.auto_comments[0]}, in {code}"
                yield Finding("S045", place, f"no translation of {message.id!r}.", advice)
