"""Importing responses: what is understood, what is refused with its place, all or nothing, never twice."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from app.house import House
from app.models import db
from app.models.answering import Answer, Comment, ImportedRow, Response, Score
from app.models.record import AuditEvent
from app.services import facts
from app.services.asking import collectors, waves
from app.services.asking.import_file import BadFile
from app.services.asking.imports import import_responses
from app.services.errors import Conflict, NotFound
from tests.integration.made_up import PARENT, PULSE, YOUNG, csv_bytes, csv_text, people, person

pytestmark = pytest.mark.usefixtures("context")


def only_response() -> Response:
    return db.session.scalars(select(Response)).one()


def problems_of(house: House, data: bytes, survey: str = YOUNG) -> list[str]:
    """What is wrong with a file; nothing of it may be stored."""
    with pytest.raises(BadFile) as caught:
        import_responses(house, survey, data)
    assert db.session.scalar(select(func.count()).select_from(Response)) == 0
    assert db.session.scalar(select(func.count()).select_from(ImportedRow)) == 0
    return [str(problem) for problem in caught.value.problems]


def test_a_row_becomes_a_response_with_answers_scores_and_a_comment(house: House) -> None:
    row = person(1, submitted_on="2025-12-03", locality="b", language="pl", helper="parent", good="Cisza, spokój")
    row |= {"belong": "!not-sure", "friends": "", "need": "learning; feelings", "person": "A. Person"}
    summary = import_responses(house, YOUNG, csv_bytes([row]))
    assert summary == (1, 0, 0)
    response = only_response()
    assert (response.wave, response.submitted_on, response.locality) == ("2025-12", date(2025, 12, 3), "B")
    assert (response.language, response.channel, response.helper, response.voice) == ("pl", "import", "parent", "self")
    assert response.person not in ("", "A. Person")
    assert len(response.person) == 32
    stored = {each.question_id: each for each in db.session.scalars(select(Answer))}
    assert (stored["listened"].value, stored["listened"].points) == ('"4"', 75)
    assert (stored["belong"].state, stored["friends"].state, stored["home-language"].state) == (
        "not-sure",
        "skipped",
        "skipped",
    )
    assert stored["need"].value == '["learning", "feelings"]'
    assert (stored["good"].state, stored["good"].value) == ("answered", None)
    assert stored["locality"].value == '"B"'
    comment = db.session.scalars(select(Comment)).one()
    assert (comment.question_id, comment.language, comment.text) == ("good", "pl", "Cisza, spokój")
    scores = {(each.measure_kind, each.measure): each.units for each in db.session.scalars(select(Score))}
    assert scores["domain", "experience"] == 75 * 5040
    assert ("domain", "inclusion") not in scores, "one of three is less than half"
    assert ("index", "index") not in scores


def test_the_same_rows_are_stored_once(house: House) -> None:
    assert import_responses(house, YOUNG, csv_bytes(people(3))) == (3, 0, 0)
    assert import_responses(house, YOUNG, csv_bytes(people(5))) == (2, 3, 0)
    assert import_responses(house, YOUNG, csv_bytes(reversed(people(5)))) == (0, 5, 0)
    assert import_responses(house, PARENT, csv_bytes(people(5))) == (5, 0, 0), "row ids are each survey's own"


def test_without_row_ids_the_same_file_is_stored_once(house: House) -> None:
    rows = [{key: value for key, value in row.items() if key != "row_id"} for row in people(3)]
    assert import_responses(house, YOUNG, csv_bytes(rows)) == (3, 0, 0)
    assert import_responses(house, YOUNG, csv_bytes(rows)) == (0, 3, 0)
    assert import_responses(house, YOUNG, csv_bytes(rows[:2])) == (2, 0, 0), "another file"


def test_what_spreadsheets_write_is_understood(house: House) -> None:
    rows = [person(1, change='Two lines,\none "quote"'), person(2)]
    data = b"\xef\xbb\xbf" + csv_text(rows).replace("\n", "\r\n").encode() + b",,,,,,,,,,,,,,,,\r\n\r\n"
    assert import_responses(house, YOUNG, data) == (2, 0, 0)
    assert db.session.scalars(select(Comment)).one().text == 'Two lines,\none "quote"'


def test_answers_that_would_not_have_been_asked_are_left_out_and_counted(house: House) -> None:
    row = person(1, plan="no") | {"plan-true": "5", "plan-happens": ""}
    assert import_responses(house, YOUNG, csv_bytes([row])) == (1, 0, 1)
    assert "plan-true" not in set(db.session.scalars(select(Answer.question_id)))


def test_the_wave_follows_from_the_date_or_the_collector(house: House) -> None:
    rows = [person(1, wave="", submitted_on="2026-06-30"), person(2, wave="")]
    import_responses(house, YOUNG, csv_bytes(rows))
    assert set(db.session.scalars(select(Response.wave))) == {"2026-06", "2026-12"}
    rows = [{"row_id": "1", "submitted_on": "2026-05-01"}, {"row_id": "2", "wave": "2026-q3"}, {"row_id": "3"}]
    import_responses(house, PULSE, csv_bytes(rows))
    quarters = set(db.session.scalars(select(Response.wave).where(Response.survey_id == PULSE)))
    assert quarters == {"2026-q2", "2026-q3", "2026-q4"}


def test_a_collector_says_what_it_knows(house: House) -> None:
    waves.seed(house)
    code = collectors.create(
        house, YOUNG, locality="C", journey_point="therapy", stage="waiting", wave="2025-12", actor="command"
    )
    import_responses(house, YOUNG, csv_bytes([person(1, wave="", collector=code.lower())]))
    response = only_response()
    assert (response.collector_code, response.locality, response.wave) == (code, "C", "2025-12")
    assert (response.journey_point, response.stage) == ("therapy", "waiting")
    assert "locality" not in set(db.session.scalars(select(Answer.question_id))), "it is not asked again"


def test_a_locality_is_an_answer_that_can_be_missing(house: House) -> None:
    cells = ["!prefer-not", "not-stated", "", "not-sure", "g"]
    rows = [person(number, locality=cell) for number, cell in enumerate(cells)]
    import_responses(house, YOUNG, csv_bytes(rows))
    assert sorted(db.session.scalars(select(Response.locality))) == ["G", *["not-stated"] * 4]
    import_responses(house, PULSE, csv_bytes([{"row_id": "1", "locality": "a"}]))
    assert db.session.scalar(select(Response.locality).where(Response.survey_id == PULSE)) == "A"


BAD_CELLS = [
    ({"listened": "6"}, "line 3, column listened: unknown option '6'"),
    ({"listened": "!maybe"}, "line 3, column listened: unknown option '!maybe'"),
    ({"need": "learning;magic"}, "line 3, column need: unknown option 'magic'"),
    ({"good": "x" * 201}, "line 3, column good: "),
    ({"submitted_on": "3/12/2025"}, "line 3, column submitted_on: '3/12/2025' is not a date like 2026-06-30"),
    ({"submitted_on": "2030-01-01"}, "line 3, column submitted_on: 2030-01-01 is in the future"),
    ({"wave": "2031-06"}, "line 3, column wave: there is no wave '2031-06'"),
    ({"wave": "", "submitted_on": "2026-03-01"}, "line 3, column wave: is blank, and no wave was open on 2026-03-01"),
    ({"locality": "H"}, "line 3, column locality: unknown option 'H'"),
    ({"journey_point": "moon"}, "line 3, column journey_point: unknown journey point 'moon'"),
    ({"journey_point": "ehc", "stage": "waiting"}, "line 3, column stage: journey point 'ehc' has no stage 'waiting'"),
    ({"collector": "XXXXXX"}, "line 3, column collector: young-person.general.my-confidence has no collector 'XXXXXX'"),
    ({"language": "Polish!"}, "line 3, column language: 'Polish!' is not a language code"),
    ({"presentation": "loud"}, "line 3, column presentation: 'loud' is none of plain"),
    ({"channel": "pigeon"}, "line 3, column channel: 'pigeon' is none of web"),
    ({"helper": "dog"}, "line 3, column helper: 'dog' is none of none, parent"),
    ({"voice": "choir"}, "line 3, column voice: 'choir' is none of self"),
    ({"row_id": "row 1"}, "line 3, column row_id: 'row 1' is in line 2 too"),
]


@pytest.mark.parametrize(("cells", "expected"), BAD_CELLS)
def test_a_bad_cell_is_named_and_nothing_is_stored(house: House, cells: dict[str, str], expected: str) -> None:
    [problem] = problems_of(house, csv_bytes([person(1), person(2) | cells, person(3)]))
    assert problem.startswith(expected)


def test_every_bad_cell_is_named_by_the_line_that_its_row_starts_in(house: House) -> None:
    rows = [person(1, good="one\ntwo\nthree"), person(2, belong="7", locality="Z"), person(3, safe="?")]
    places = [problem.partition(":")[0] for problem in problems_of(house, csv_bytes(rows))]
    assert places == ["line 5, column belong", "line 5, column locality", "line 6, column safe"]


BAD_FILES = [
    (b"", "line 1: the file is empty"),
    (b"row_id,mood\n1,5\n", "line 1, column mood: unknown column"),
    (b"row_id,own-words\n1,5\n", "line 1, column own-words: unknown column"),
    (b"row_id,,safe\n1,,5\n", "line 1: column 2 has no name"),
    (b"safe,row_id,safe\n5,1,5\n", "line 1, column safe: the column is there twice"),
    (b"row_id;wave;safe\n1;2025-12;5\n", "line 1: the columns are separated by semicolons"),
    (b"row_id\twave\tsafe\n1\t2025-12\t5\n", "line 1: the columns are separated by tabs"),
    (b"row_id,wave,safe\n1,2025-12\n", "line 2: has 2 cells, and the header has 3 columns"),
    (b"row_id,wave,safe\n1,2025-12,5,5\n", "line 2: has 4 cells, and the header has 3 columns"),
    (b"row_id,good\n1,caf\xe9\n", "line 2: is not UTF-8 text"),
    ("row_id,good\n1,x\n".encode("utf-16"), "line 1: is not UTF-8 text"),
    (b"row_id,good\n1,a\0b\n", "line 2: holds a NUL character"),
    (b'row_id,good\n1,"never closed\n', "line 2: is not valid CSV"),
    (b"row_id,good\n1," + b"x" * 1_000_001 + b"\n", "line 2: is not valid CSV: field larger than field limit"),
]


@pytest.mark.parametrize(("data", "expected"), BAD_FILES)
def test_a_file_that_is_no_such_csv_says_why(house: House, data: bytes, expected: str) -> None:
    assert problems_of(house, data)[0].startswith(expected)


def test_an_unknown_survey_is_refused(house: House) -> None:
    with pytest.raises(NotFound, match=r"There is no survey x\.y\.z"):
        import_responses(house, "x.y.z", csv_bytes(people(1)))


def test_example_data_never_join_real_responses(house: House) -> None:
    import_responses(house, YOUNG, csv_bytes(people(1)))
    with pytest.raises(Conflict, match="holds real responses"):
        import_responses(house, YOUNG, csv_bytes(people(2)), synthetic=True)
    assert not facts.is_synthetic()


def test_an_empty_database_is_marked_as_example_data_when_asked(house: House) -> None:
    import_responses(house, YOUNG, csv_bytes(people(1)), synthetic=True)
    import_responses(house, YOUNG, csv_bytes(people(2)), synthetic=True)
    assert facts.is_synthetic()
    assert set(db.session.scalars(select(Response.synthetic))) == {True}


def test_an_import_is_in_the_audit_without_answers(house: House) -> None:
    import_responses(house, YOUNG, csv_bytes(people(2)))
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "responses-imported")).one()
    assert (event.actor, event.subject, event.detail) == ("command", YOUNG, "2 stored, 0 already there")
