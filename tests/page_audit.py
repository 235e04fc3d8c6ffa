"""What every page must hold, checked on each HTML response that a test fetches. One function per rule."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from justhtml import JustHTML
from justhtml.dom import Element

Problems = Iterator[str]

INPUTS = ("input", "select", "textarea")
UNLABELLED_TYPES = ("hidden", "submit", "button", "image")


class Document:
    """A page parsed once, and only if it is looked at; its elements listed once: rules and tests then only filter."""

    def __init__(self, html: str) -> None:
        self.html = html

    @cached_property
    def parsed(self) -> JustHTML:
        return JustHTML(self.html, collect_errors=True, sanitize=False)

    def query(self, selector: str) -> list[Element]:
        return self.parsed.query(selector)

    def query_one(self, selector: str) -> Element | None:
        return self.parsed.query_one(selector)

    @cached_property
    def elements(self) -> list[Element]:
        """Every element in the order of the page."""
        found, waiting = [], [self.parsed.root]
        while waiting:
            node = waiting.pop()
            if isinstance(node, Element):
                found.append(node)
            waiting += reversed(getattr(node, "children", None) or ())
        return found

    @cached_property
    def by_name(self) -> dict[str, list[Element]]:
        return grouped((element.name, element) for element in self.elements)

    @cached_property
    def by_attribute(self) -> dict[str, list[Element]]:
        return grouped((name, element) for element in self.elements for name in element.attrs)

    def named(self, *names: str) -> list[Element]:
        """The elements of these names in the order of the page."""
        if len(names) == 1:
            return self.by_name.get(names[0], [])
        return [element for element in self.elements if element.name in names]

    def having(self, attribute: str) -> list[Element]:
        return self.by_attribute.get(attribute, [])


def grouped(pairs: Iterable[tuple[str, Element]]) -> dict[str, list[Element]]:
    groups: dict[str, list[Element]] = defaultdict(list)
    for name, element in pairs:
        groups[name].append(element)
    return groups


TOKEN = re.compile(r'name="token" value="[^"]*"')
GOOD: set[tuple[bytes, bool]] = set()
"""Pages that were found good in this process, by their digest: the same page again is not looked at again."""


def audit(document: Document, status: int = 200) -> list[str]:
    """Every problem of a page, in plain words; none for a good page."""
    page = hashlib.sha256(TOKEN.sub("", document.html).encode()).digest(), status == 422
    if page in GOOD:
        return []
    problems = [f"line {error.line}: {error.code}" for error in document.parsed.errors] + unbalanced(document.html)
    for rule in RULES:
        problems += rule(document)
    if status == 422 and not document.query(".error-summary a"):
        problems.append("status 422 without an error summary that links to the fields")
    if not problems:
        GOOD.add(page)
    return problems


TAG = re.compile(
    r"""<!--.*?-->|<(script|style)\b[^>]*>.*?</\1>|<(/?)([a-zA-Z][^\s/>]*)(?:[^>"']|"[^"]*"|'[^']*')*?(/?)>""", re.S
)
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
MAY_STAY_OPEN = {"li", "p", "dt", "dd", "option", "tr", "td", "th", "thead", "tbody", "html", "body", "head"}


def unbalanced(html: str) -> list[str]:
    """Every element that needs an end has one, in the right order; the parser alone repairs some of that silently."""
    waiting: list[str] = []
    problems = []
    for match in TAG.finditer(html):
        end, tag, closed = match[2], match[3], match[4]
        if tag is None or tag in VOID or closed:
            continue
        if not end:
            waiting.append(tag)
            continue
        while waiting and waiting[-1] != tag and waiting[-1] in MAY_STAY_OPEN:
            waiting.pop()
        if waiting and waiting[-1] == tag:
            waiting.pop()
        else:
            line = html.count("\n", 0, match.start()) + 1
            problems.append(f"line {line}: </{tag}> closes <{waiting[-1] if waiting else 'nothing'}>")
    return problems + [f"<{tag}> is never closed" for tag in waiting if tag not in MAY_STAY_OPEN]


def words(element: Element) -> str:
    return element.to_text().strip()


def title_and_heading(document: Document) -> Problems:
    titles, headings = [title for title in document.named("title") if inside(title, "head")], document.named("h1")
    if len(titles) != 1 or not words(titles[0]):
        yield "a page needs exactly one title with words in it"
    if len(headings) != 1 or not (words(headings[0]) or headings[0].query("[alt], [aria-label]")):
        yield f"a page needs exactly one h1 with words in it, not {len(headings)}"


def language_and_direction(document: Document) -> Problems:
    for html in document.named("html"):
        if not html.attrs.get("lang"):
            yield "html has no lang"
        if html.attrs.get("dir") not in ("ltr", "rtl"):
            yield "html has no dir"


def heading_order(document: Document) -> Problems:
    before = 0
    for heading in document.named("h1", "h2", "h3", "h4", "h5", "h6"):
        level = int(heading.name[1])
        if level > before + 1 and before:
            yield f"{heading.name} {words(heading)!r} skips a level"
        before = level


def unique_ids(document: Document) -> Problems:
    for name, count in Counter(element.attrs["id"] for element in document.having("id")).items():
        if count > 1:
            yield f"id {name!r} is used {count} times"
        if not name or any(character.isspace() for character in name):
            yield f"id {name!r} is blank or holds a space"


def references(document: Document) -> Problems:
    """What points at an id of the same page finds it."""
    ids = {element.attrs["id"] for element in document.having("id")}
    for name in ("for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-errormessage"):
        for element in document.having(name):
            for target in (element.attrs[name] or "").split():
                if target not in ids:
                    yield f"{element.name} {name}={target!r} points at nothing"
    for link in document.named("a"):
        href = link.attrs.get("href") or ""
        if href.startswith("#") and href[1:] not in ids:
            yield f"link {href!r} leads nowhere"


def labels(document: Document) -> Problems:
    labelled = {label.attrs.get("for") for label in document.named("label") if words(label) or label.query("[alt]")}
    for element in document.named(*INPUTS):
        if element.attrs.get("type") in UNLABELLED_TYPES:
            continue
        named = element.attrs.get("aria-label") or element.attrs.get("aria-labelledby")
        if not named and element.attrs.get("id") not in labelled and not inside(element, "label"):
            yield f"{element.name} {element.attrs.get('name')!r} has no label"


def choices(document: Document) -> Problems:
    """Radio buttons and tick boxes of one name stand in a fieldset whose legend is the question."""
    groups: dict[str, list[Element]] = {}
    for element in document.named("input"):
        if element.attrs.get("type") in ("radio", "checkbox"):
            groups.setdefault(element.attrs.get("name") or "", []).append(element)
    for name, elements in groups.items():
        if len(elements) < 2 and elements[0].attrs["type"] == "checkbox":
            continue
        for element in elements:
            fieldset = inside(element, "fieldset")
            if fieldset is None or not any(words(legend) for legend in fieldset.query("legend")):
                yield f"choice {name!r} is not in a fieldset with a legend"
                break


def names(document: Document) -> Problems:
    """Links, buttons and pictures say what they are."""
    for element in [*document.named("button"), *(link for link in document.named("a") if "href" in link.attrs)]:
        speaking = [img for img in element.query("img[alt]") if img.attrs["alt"]]
        if not (words(element) or element.attrs.get("aria-label") or speaking):
            yield f"{element.name} without words: {element.attrs}"
    for image in document.named("img"):
        if "alt" not in image.attrs:
            yield f"img {image.attrs.get('src')!r} has no alt"
    for drawing in document.named("svg"):
        attrs = drawing.attrs
        if attrs.get("aria-hidden") != "true" and not (attrs.get("aria-label") or attrs.get("aria-labelledby")):
            yield "svg is neither named nor hidden"


def nothing_inline(document: Document) -> Problems:
    for element in document.elements:
        if element.name == "style" or "style" in element.attrs:
            yield f"inline style on {element.name}"
        if element.name == "script" and (not element.attrs.get("src") or words(element)):
            yield "inline script"
        yield from (f"{name} on {element.name}" for name in element.attrs if name.startswith("on"))


def own_host_only(document: Document) -> Problems:
    """Links may lead away; nothing is fetched from elsewhere."""
    for element in [*document.having("src"), *document.named("link")]:
        address = element.attrs.get("src") or element.attrs.get("href") or ""
        if "//" in address and element.attrs.get("rel") not in ("canonical", "alternate"):
            yield f"{element.name} fetches {address}"


def one_form_that_posts(document: Document) -> Problems:
    for form in document.named("form"):
        if (form.attrs.get("method") or "get").lower() == "post" and not form.query("button, input[type=submit]"):
            yield "a form that posts has no button"


def inside(element: Element, name: str) -> Element | None:
    """The nearest ancestor of that name."""
    parent = element.parent
    while parent is not None and getattr(parent, "name", None) != name:
        parent = parent.parent
    return parent


RULES: tuple[Callable[[Document], Problems], ...] = (
    title_and_heading,
    language_and_direction,
    heading_order,
    unique_ids,
    references,
    labels,
    choices,
    names,
    nothing_inline,
    own_host_only,
    one_form_that_posts,
)
