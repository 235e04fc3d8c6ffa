"""What makes a question hard or unfair to answer, as patterns over English. Which texts are looked at: `checks`."""

from __future__ import annotations

import re
from collections.abc import Iterator

NEGATIVE = re.compile(
    r"\b(?:not|no|never|cannot|nobody|nothing|nowhere|none|neither|nor|hardly|barely|rarely|seldom|scarcely|\w+n['’]t|"
    r"without(?! (?:your |their |a |any )?names?\b)|lack(?:s|ed|ing)?|(?:fail|stop|refuse)(?:s|d|ed|ing)? to|"
    r"un(?:happy|fair|clear|safe|able|helpful|kind|easy|sure|welcome|satisfied|supported|heard|involved|useful|likely|"
    r"comfortable|certain|aware|known|met|reliable|friendly|necessary|willing|wanted|suitable|usual|reasonable)|"
    r"dis(?:agree|agreed|satisfied|satisfying|appoint\w*|trust|trusted|respected|liked?|likes|approve\w*|honest|couraged)|"
    r"un(?!der|til|less|ion|iqu|it|iver|cle)[a-z]+(?:ed|able|ful|ing|ly|ive|fit|ible)|"
    r"im(?:possible|polite|practical|patient|personal)|"
    r"in(?:accurate|accessible|adequate|appropriate|complete|consistent|considerate|convenient|correct|effective|"
    r"efficient|flexible|secure|sensitive|sufficient|tolerant|visible)|"
    r"ir(?:regular|relevant|responsible|respectful)|mis(?:understood|treated|trust\w*|led|lead\w*|heard)|"
    r"(?!unless|nevertheless|nonetheless|regardless|wireless|bless)[a-z]+less|"
    r"(?:exclud|refus|ignor|avoid|deni|deny|reject|forbid|forbidd|overlook|neglect|dismiss)(?:e|es|ed|en|s|ing)?|"
    r"left out|against|(?<!a )(?:little|few) (?:\w+ )?(?:say|help|hope|choice|time|chance|point|support|trust))\b",
    re.IGNORECASE,
)

PRAISE = (
    "good|great|nice|kind|easy|clear|quick|fast|fair|honest|open|friendly|helpful|useful|simple|calm|polite|true|right|"
    "short|warm|correct|complete|relevant|interesting|private|caring|on time|in time|up to date"
)
FEELING = "safe|happy|sure|welcome|ready|proud|well|involved|included|informed|supported|valued|respected|understood"
DONE = (
    "listened|heard|taken|asked|told|planned|prepared|consulted|explained|checked|reviewed|updated|met|given|seen|shown|"
    "kept|made|sent|treated|helped|offered"
)
DOING = (
    "listen|understand|know|act|help|tell|ask|care|trust|share|explain|respect|answer|change|join|learn|believe|find|"
    "fill|use|read|finish|enjoy|feel|keep|follow"
)
GIVEN = "(?:help|support|advice|information|guidance|training|care|treatment|equipment|advocacy)"
"""What services give: whoever gets one of two of these cannot answer."""
SHAPED = r"\w+(?:ful|able|ible|ous|[^e\W]ed|(?<!fami)(?<!on)(?<!rep)(?<!app)ly)"
"""What ends like a word that says how something is."""
ADJECTIVES = rf"(?:{PRAISE}|{FEELING}|{DONE}|{SHAPED})"
HAPPENED = rf"(?:{DONE}|\w+[^e\W]ed)"
VERBS = rf"(?:{DOING})s?"
ASKS = "do|does|did|is|are|was|were|have|has|can|could|will|would|how|what|why|when|who|where"
PERSONS = "i|we|they|he|she|it"
TWO_ASKS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\?.+\?",
        rf"\band (?:{ASKS})\b",
        rf"\w\w[^.?!]* \w+ \w+,? and (?:{PERSONS}) \w",
        rf"\b{ADJECTIVES}(?: to| for| about)?,? (?:and|or) (?:\w+ly )?(?!un|in|dis|im){ADJECTIVES}\b",
        rf"\b{ADJECTIVES}, (?:\w+ly )?{ADJECTIVES}\b",
        rf"\b(?:{PRAISE}|{FEELING}),? and (?:well|badly) \w+",
        rf"\b{HAPPENED}\b[^.?!,]{{0,30}} and (?:\w+ly )?(?:{DONE})\b",
        rf"\b{VERBS}\b[^.?!,]{{0,30}} and (?:\w+ly )?{VERBS}\b",
        r"\b\w+ and \w+ of (?:the|this|your|our)\b",
        rf"\b{GIVEN},? (?:and|or|&) (?:\w+ )?{GIVEN}\b",
        r"\byour \w+ and your \w+",
        r"\bas well as\b|\band/or\b|\w / \w",
    )
)

KIN = (
    r"you|i|we|they|he|she|yours|(?:grand)?(?:child|children|parents?|carers?)|people|family|families|friends?|"
    r"brothers?|sisters?|siblings|mum|dad|girls?|boys?|professionals"
)
PLACES = (
    r"school|schools|home|college|colleges|nursery|nurseries|work|services|health|care|education|training|council|"
    r"councils|clubs?|after|before"
)
TOGETHER = re.compile(
    r"\b(?:health and (?:social )?care|together|as one|each other|between|people in|join(?:ed)? up|at \w+ and at)\b",
    re.IGNORECASE,
)
DETERMINER = r"(?:(?:the|a|an|your|their|our|his|her|my|other|young|social|at|in|with|for|to|from|of) )*"
JOINED = re.compile(rf"([\w'’-]+),? (?:and|&) {DETERMINER}([\w'’-]+)", re.IGNORECASE)
STATED = re.compile(r"[^.?!]*\?|[^.?!]+$")

PEOPLE = "parents|carers|people|families|children|teachers|staff|professionals|experts|friends|schools"
THING = "team|staff|services?|website|schools?|council|teachers?|people|plans?|help|support|work|form|office|workers?"
FLATTERED = (
    "helpful|kind|friendly|great|good|nice|caring|dedicated|hard-working|hardworking|lovely|brilliant|bad|poor|slow"
)
LEADING = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:surely|obviously|clearly|naturally|undoubtedly|of course|as you know|everyone knows|everybody knows)\b",
        r"\b(?:do|would|will|must|should) you (?:not )?agree\b|\bhow (?:far|much|strongly) do you agree\b",
        r"\b(?:do|is|are|was|were|would|wouldn|does|did|should|could|has|have|can|don|isn|aren|wasn|weren|doesn|didn|"
        r"shouldn|couldn|hasn|haven)['’]?n?['’]t (?:you|it|they|we|this|that|the|your|our|he|she|there|people)\b",
        r"\bhow (?:very )?(?:good|great|helpful|excellent|bad|awful|terrible|wonderful|satisfied|dissatisfied|pleased|"
        r"grateful|unhappy|angry|disappointed|much (?:better|worse))\b(?! or)",
        r"\b(?:excellent|amazing|wonderful|fantastic|terrible|awful|disgraceful|failing|outstanding|brilliant|superb|"
        r"marvellous|shocking|dreadful|useless|world-class)\b",
        r"\b(?:everyone|everybody) (?:loves?|likes?|agrees?|thinks?|wants?|is|are)\b|\b(?:how much )?do you love\b",
        r"(?:^|[.,] )like (?:most|many|all|other) |\bas an? (?:good|caring|responsible|loving|sensible) \w+",
        r"\bfair to say\b",
        r"\b(?:do|will|would) you (?:support|back|welcome|oppose) (?:our|the|this|these|that)\b|\bfinally\b",
        r"\bwast(?:e|es|ed|ing)\b",
        r"\b(?:our|the|this|your|these) (?:new and )?(?:much )?"
        r"(?:improved|better|award-winning|popular|trusted|expert)\b",
        r"\bwe (?:work|try|care|do) (?:so|very|really|hard)\b",
        r"\b(?:because|since|as|now that) [^,?]{3,40}, (?:how|do|are|is|did)\b",
        rf"\b(?:most|many|other|all) (?:other )?(?:young )?(?:{PEOPLE}) (?:are|feel|have|think|say|like|find|agree)\b",
        r"\b(?:experts?|research|studies|we all) (?:say|says|shows?|know|knows|agree)\b",
        r"\bit is (?:important|well known|clear|true|only fair)\b|\bgiven (?:how|that)\b|\byou must (?:be|have|feel)\b",
        r", (?:right|correct|yes)\?",
        r", (?:is|are|was|were|do|does|did|have|has|can|will|would)(?:n['’]t)? (?:it|you|they)\?",
        rf"\b(?:our|the|this|your|these) (?:new )?(?:{FLATTERED})(?:,? \w+)? (?:{THING})\b",
        r"\bwhy (?:is|are|was|were|do|does|did)\b[^?]* so \w+",
    )
)

NUMBER = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|hundred)\b",
    re.IGNORECASE,
)
ACRONYM = re.compile(r"\b\w*[A-Z]\w*[A-Z]\w*\b|\b(?:[A-Za-z]\.){2,}")
EVERYDAY = frozenset({"NHS", "GP", "GPs", "UK", "OK", "TV", "ID", "QR", "PDF", "ADHD", "e.g.", "i.e.", "a.m.", "p.m."})
"""Short forms that readers know better than what they stand for."""
JARGON = re.compile(
    r"\b(?:provisions?|outcomes?|stakeholders?|co-?produc\w+|multi-?(?:agency|disciplinary)|holistic|pathways?|"
    r"graduated approach|statutory|attainment|signpost\w*|liais\w+|cohorts?|commission\w*|practitioners?|implement\w*|"
    r"utilis\w+|engage(?:d|s|ment)?|interventions?|strateg\w+|framework|reasonable adjustments?|empower\w*|timely|"
    r"transparen\w+|person-centred|facilitat\w+|banding|referrals?|triage|robust\w*|placements?|caseworkers?|"
    r"bespoke|thresholds?|trajector\w+|escalat\w+|complian\w+|prioriti\w+|consultations?|inclusive|tribunals?|"
    r"key ?workers?|needs assessments?|concerns|input|"
    r"local offer(?! website)|direct payments?|personal budgets?|mediation|advocacy)\b",
    re.IGNORECASE,
)
EXPLAINED = r"\({0}\)|\b{0}(?:[\w ]* \(| means | is short for | is an? )"

PLAINER = {
    r"additional\w*": "more",
    r"appropriate\w*": "right",
    r"approximately": "about",
    r"assist(?:ance|s|ed|ing)?": "help",
    r"beneficial": "useful",
    r"commenc\w+": "start",
    r"concerning": "about",
    r"consequently": "so",
    r"currently": "now",
    r"demonstrat\w+": "show",
    r"difficult(?:y|ies)?": "hard",
    r"encounter\w*": "meet",
    r"endeavour\w*": "try",
    r"ensur(?:e|es|ed|ing)": "make sure",
    r"furthermore": "also",
    r"in order to": "to",
    r"individuals?": "person",
    r"numerous": "many",
    r"obtain\w*": "get",
    r"opportunit(?:y|ies)": "chance",
    r"participat\w+": "take part",
    r"previously|prior to": "before",
    r"purchas\w+": "buy",
    r"regarding|with regard to|in respect of": "about",
    r"requir(?:e|es|ed|ing|ements?)": "need",
    r"subsequent\w*": "later",
    r"sufficient\w*": "enough",
    r"terminat\w+": "end",
    r"upon": "on",
    r"via": "by",
    r"whilst": "while",
}
"""Words that a plainer one can stand for, as patterns."""
HEAVY = re.compile("|".join(rf"(?P<w{number}>\b(?:{word})\b)" for number, word in enumerate(PLAINER)), re.IGNORECASE)


def negative(text: str) -> str | None:
    """The first negative word of a question."""
    return first(NEGATIVE, text)


def two_asks(text: str) -> str | None:
    """The words that join two questions in one. People who belong together ("parents and carers") are no such join."""
    return next((found for pattern in TWO_ASKS if (found := first(pattern, text))), None) or joined(text)


def joined(text: str) -> str | None:
    """The first "and" of what is asked that joins neither people who belong together nor places that are one here."""
    asked = " ".join(STATED.findall(text))
    for found in JOINED.finditer(asked):
        kin = all(re.fullmatch(KIN, side, re.IGNORECASE) for side in found.groups())
        places = all(re.fullmatch(PLACES, side, re.IGNORECASE) for side in found.groups())
        if not kin and not (places and TOGETHER.search(asked)):
            return found.group(0)
    return None


def leading(text: str) -> str | None:
    """The words that push towards one answer."""
    return next((found for pattern in LEADING if (found := first(pattern, text))), None)


def number_in_words(text: str) -> str | None:
    """A number that is easier to read in figures. "One" is left: it is seldom meant as a number."""
    return first(NUMBER, text)


def unexplained(text: str, beside: str) -> Iterator[str]:
    """Acronyms and jargon that neither the text nor what stands beside it explains."""
    for word in dict.fromkeys((*ACRONYM.findall(text), *JARGON.findall(text))):
        if word not in EVERYDAY and not re.search(EXPLAINED.format(re.escape(word)), f"{text} {beside}"):
            yield word


def plainer(text: str) -> Iterator[tuple[str, str]]:
    """(heavy word as it stands, the plain one), each once."""
    plain = list(PLAINER.values())
    found = {one.group(0): plain[int((one.lastgroup or "w0")[1:])] for one in HEAVY.finditer(text)}
    yield from found.items()


def first(pattern: re.Pattern[str], text: str) -> str | None:
    found = pattern.search(text)
    return found.group(0) if found else None
