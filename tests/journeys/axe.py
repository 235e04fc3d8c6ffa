"""axe-core on a page: WCAG 2.0 to 2.2, A to AAA, and best practices; every finding is a failure."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@cache
def source() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def findings(page: Page) -> list[str]:
    """One line per finding: rule, how often, where first, and what axe says."""
    if not page.evaluate("() => typeof window.axe === 'object'"):
        page.evaluate(f"() => {{ {source()} }}")
    result = page.evaluate("tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", TAGS)
    return [describe(violation) for violation in result["violations"]]


def describe(violation: dict) -> str:
    first = violation["nodes"][0]
    return f"{violation['id']} x{len(violation['nodes'])} at {first['target']}: {first.get('failureSummary', '')}"
