"""One bad pack for each code that the checks know: one change to a good pack, and the finding that it must bring."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.pack_checks import check_pack
from surveys.findings import Finding, errors_of
from surveys.partnership_file import read_partnership
from surveys.published import publish
from tests.unit.surveys.test_checks import SPOILT
from tests.unit.surveys.test_loader import BROKEN

ROOT = Path(__file__).resolve().parents[3]
FRAMEWORK = "framework.toml"
PARENTS = "definitions/parent-carer.general.your-view.v1.toml"
CHILDREN = "definitions/young-person.general.how-is-it.v1.toml"
SETS = "definitions/shared/option_sets.toml"
HARD = "Institutional accountability necessitates organisational consultation."
NOT_SURE = 'options = [{ id = "not-sure", label = "I do not know", missing = "not-sure" }]'
END = '[[use]]\nblock = "you"'


def more(count: int, page: str = "") -> str:
    """So many further questions before the background questions."""
    own = f'page = "{page}"\n' if page else ""
    rows = (
        f'[[questions]]\nid = "more-{n}"\nkind = "number"\ntext = "How many?"\n{own}{NOT_SURE}\n' for n in range(count)
    )
    return "\n".join((*rows, END))


FURTHER = [
    (
        "partnership.toml",
        "[retention]",
        '[sign_off]\nmust_agree = ["nobody"]\n\n[retention]',
        "P006",
        "partnership.toml",
    ),
    (
        "partnership.toml",
        "[retention]",
        '[[programmes]]\nid = "all"\nname = "All"\nkind = "waves"\nsurveys = ["no.such.survey"]\n\n[retention]',
        "P007",
        "partnership.toml",
    ),
    (CHILDREN, 'kind = "several"', 'kind = "matrix"', "S007", "who-hears"),
    (CHILDREN, '"Tell us how it is."', ", ".join([f'"{HARD}"'] * 6), "S038", "how-is-it"),
    (CHILDREN, 'kind = "long-text"', 'kind = "short-text"', "S042", "how-is-it"),
    (
        PARENTS,
        'text = "What would help you to get one?"',
        'text = "What now?"\nmax_length = 9\nkind = "long-text"',
        "S001",
        "your-view",
    ),
    (CHILDREN, END, more(3), "S043", "how-is-it"),
    (PARENTS, 'schedule = "wave"', 'schedule = "touchpoint"', "F009", "framework.toml"),
    (
        CHILDREN,
        'options = "three-faces"\n\n[[questions]]\nid = "in-time"',
        'options = "three-faces"\npage = "both"\n\n[[questions]]\nid = "in-time"\npage = "both"',
        "S044",
        "page both",
    ),
    (PARENTS, END, more(7, "many"), "S044", "page many"),
    (CHILDREN, "Who hears you?", "Who hears you best?", "S045", "who-hears"),
    (CHILDREN, "Choose one.", "There are three.", "S046", "hello"),
    (CHILDREN, "Choose one.", "Choose whilst you wait.", "S049", "hello"),
    (SETS, 'label = "No", points = 0', 'label = "No", points = 60', "S047", "heard"),
    (
        FRAMEWORK,
        "[[priority_areas]]",
        '[[indicators]]\nid = "unasked"\ndomain = "help"\nmeaning = "Unasked"\naudiences = "all"\n\n[[priority_areas]]',
        "S048",
        "unasked",
    ),
    (FRAMEWORK, 'version = "w1"', "", "F001", "framework.toml"),
    (FRAMEWORK, 'title = "How sure', 'titel = "x"\ntitle = "How sure', "F002", "framework.toml"),
    (FRAMEWORK, 'id = "after-plan"', 'id = "heard"', "F003", "framework.toml"),
    (FRAMEWORK, "anchors_per_domain = 1", "anchors_per_domain = -1", "F004", "framework.toml"),
    (FRAMEWORK, 'domain = "voice"', 'domain = "noise"', "F005", "framework.toml"),
    (FRAMEWORK, 'audiences = ["parent-carer"]', 'audiences = ["parents"]', "F006", "framework.toml"),
    (
        FRAMEWORK,
        'anchor = true\naudiences = "all"',
        'anchor = true\naudiences = ["parent-carer"]',
        "F007",
        "framework.toml",
    ),
    (FRAMEWORK, "anchors_per_domain = 1", "anchors_per_domain = 2", "F008", "framework.toml"),
    (CHILDREN, 'indicator = "in-time"\n', "", "F009", "framework.toml"),
    (PARENTS, 'indicator = "in-time"', 'indicator = "on-time"', "F010", "in-time"),
    (CHILDREN, 'indicator = "in-time"', 'indicator = "after-plan"', "F011", "in-time"),
    (CHILDREN, 'indicator = "in-time"', 'indicator = "heard"', "F012", "in-time"),
    (FRAMEWORK, "[settings]", '[board]\ncells = ["nobody index"]\n\n[settings]', "F013", "framework.toml"),
    (FRAMEWORK, "[settings]", f"[board]\ncells = {['parent-carer index'] * 2}\n\n[settings]", "F014", "framework.toml"),
]
BAD = [*BROKEN, *SPOILT, *FURTHER]


def findings_of(folder: Path) -> list[Finding]:
    """All that `scripts/check_surveys` reports of a folder."""
    partnership, findings = read_partnership(folder)
    return [*findings, *(() if errors_of(findings) else check_pack(partnership))]


def codes_in_the_code() -> set[str]:
    files = [
        *(ROOT / "surveys").rglob("*.py"),
        *(ROOT / "analysis").glob("framework*.py"),
        ROOT / "app" / "pack_checks.py",
    ]
    return {code for file in files for code in re.findall(r'"([SPF]\d{3})"', file.read_text(encoding="utf-8"))}


def test_the_good_pack_is_clean(pack) -> None:
    assert [finding for finding in findings_of(pack.folder) if finding.severity == "error"] == []


@pytest.mark.parametrize(("name", "before", "after", "code", "place"), FURTHER)
def test_a_bad_pack_is_refused(pack, name: str, before: str, after: str, code: str, place: str) -> None:
    pack.change(name, before, after)
    found = [finding for finding in findings_of(pack.folder) if finding.code == code]
    assert any(place in finding.place for finding in found), findings_of(pack.folder)
    assert all(finding.message and finding.advice for finding in found)


@pytest.mark.parametrize(
    ("change", "code"), [(lambda file: file.write_text(file.read_text() + "\n"), "S017"), (Path.unlink, "S018")]
)
def test_what_was_published_stays(pack, change, code: str) -> None:
    publish(pack.folder / "definitions", [Path(CHILDREN).name])
    change(pack.folder / CHILDREN)
    assert code in {finding.code for finding in findings_of(pack.folder)}


def test_two_files_of_the_framework_with_one_version_are_refused(pack) -> None:
    (pack.folder / "frameworks").mkdir()
    (pack.folder / "frameworks" / "first.toml").write_bytes((pack.folder / FRAMEWORK).read_bytes())
    [found] = [finding for finding in findings_of(pack.folder) if finding.code == "F015"]
    assert found.place == "frameworks/first.toml"


def test_each_code_has_a_bad_pack_and_each_bad_pack_a_code() -> None:
    assert {code for *_, code, _ in BAD} | {"S017", "S018", "F015"} == codes_in_the_code()
