"""The page audit finds what it is there to find: each rule is shown a page that breaks it."""

from __future__ import annotations

import pytest

from tests.page_audit import Document, audit

GOOD = """<!doctype html>
<html lang="en" dir="ltr"><head><title>A page</title></head><body>
<h1>A page</h1><h2>Part</h2>
<a href="#q">Skip</a>
<form method="post"><fieldset><legend>How was it?</legend>
<input type="radio" name="q" id="q" value="1"><label for="q">Good</label>
<input type="radio" name="q" id="q-2" value="2"><label for="q-2">Bad</label></fieldset>
<label for="t">Say more</label><textarea id="t" name="t"></textarea>
<button>Send</button></form>
<img src="/static/a.svg" alt=""><svg aria-hidden="true"></svg><script src="/static/a.js"></script>
</body></html>"""


def broken(old: str, new: str) -> list[str]:
    assert old in GOOD
    return audit(Document(GOOD.replace(old, new, 1)))


def test_a_good_page_has_no_problem() -> None:
    assert audit(Document(GOOD)) == []


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("<title>A page</title>", "<title> </title>", "title"),
        ("<h1>A page</h1>", "", "h1"),
        ("<h1>A page</h1>", "<h1>A page</h1><h1>Again</h1>", "h1"),
        ("<h1>A page</h1>", "<h1></h1>", "h1"),
        ("<h2>Part</h2>", "<h3>Part</h3>", "skips a level"),
        (' lang="en"', "", "no lang"),
        (' dir="ltr"', "", "no dir"),
        ('id="q-2"', 'id="q"', "used 2 times"),
        ('id="t"', 'id="t t"', "blank or holds a space"),
        ('href="#q"', 'href="#nowhere"', "leads nowhere"),
        ('<label for="t">', '<label for="tt">', "points at nothing"),
        ('<label for="t">Say more</label>', "", "has no label"),
        ("<legend>How was it?</legend>", "<legend></legend>", "fieldset with a legend"),
        ("<legend>How was it?</legend>", "", "fieldset with a legend"),
        ("<button>Send</button>", "<button></button>", "without words"),
        ("<button>Send</button>", "", "no button"),
        (' alt=""', "", "has no alt"),
        (' aria-hidden="true"', "", "neither named nor hidden"),
        ("<h2>", '<h2 style="color:red">', "inline style"),
        ("<h2>", '<h2 onclick="x()">', "onclick"),
        ('<script src="/static/a.js"></script>', "<script>alert(1)</script>", "inline script"),
        ('src="/static/a.js"', 'src="https://elsewhere.example/a.js"', "fetches"),
        ("<h2>Part</h2>", "<p><div>Part</div></p>", "unexpected-end-tag"),
        ("</fieldset>", "", "</form> closes <fieldset>"),
        ("</form>", "", "</body> closes <form>"),
    ],
)
def test_each_rule_finds_its_breach(old: str, new: str, problem: str) -> None:
    assert any(problem in found for found in broken(old, new)), broken(old, new)


def test_a_page_that_refuses_needs_an_error_summary_with_links() -> None:
    assert audit(Document(GOOD), status=422) == ["status 422 without an error summary that links to the fields"]
    summary = '<div class="error-summary"><a href="#t">Say more</a></div>'
    assert audit(Document(GOOD.replace("<h2>", f"{summary}<h2>")), status=422) == []
