"""The staff menu: one row per room, shown to those whom the guard of its page lets in."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, request, url_for

from app.guards import may_open
from app.languages import N_


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One room: its page, its name, and one sentence for the desk. Both texts are English msgids."""

    endpoint: str
    name: str
    about: str

    @property
    def url(self) -> str:
        return url_for(self.endpoint)

    @property
    def current(self) -> bool:
        """Whether the page that is shown lies in this room."""
        return request.path.startswith(self.url.partition("?")[0])


ITEMS = (
    MenuItem("board.latest", N_("Board"), N_("The confidence scores: baseline, follow-up, change, downloads.")),
    MenuItem("collect.collectors", N_("Links"), N_("Make links and QR codes for a survey; see how many answered.")),
    MenuItem("groups.listed", N_("Groups"), N_("Ask a group: phones with a short code, or hands up.")),
    MenuItem("notes.listed", N_("Notes"), N_("Enter what a focus group, an event, a letter or a call said.")),
    MenuItem("keying.start", N_("Paper"), N_("Type in what people ticked on paper.")),
    MenuItem("programmes.listed", N_("Programmes"), N_("Which surveys are asked together, and in which waves.")),
    MenuItem("missing.page", N_("Who is missing"), N_("Who answered beside who is there; where links are lacking.")),
    MenuItem("collect.waves", N_("Waves"), N_("When people are asked: add a wave or change its dates.")),
    MenuItem(
        "campaigns.listed", N_("Campaigns"), N_("Invite a list of people; reminders and follow-ups by themselves.")
    ),
    MenuItem("entries.listed", N_("Entries"), N_("Write and publish what was said and what was done.")),
    MenuItem("entries.keeping.listed", N_("Promises"), N_("Tell how far each promise is, before its day.")),
    MenuItem("loop_board.live", N_("Answered?"), N_("How well people are answered, quarter by quarter.")),
    MenuItem("planning.listed", N_("Plan"), N_("The plan's actions: bring in the file, say how far each is.")),
    MenuItem("story_keeping.listed", N_("Stories"), N_("Case studies with consent, and co-production events.")),
    MenuItem(
        "reports.listed", N_("Reports"), N_("Engagement, co-production, effectiveness, board paper: one click each.")
    ),
    MenuItem("board.closings.listed", N_("Releases"), N_("Close a wave into a release that everyone reads.")),
    MenuItem(
        "board.crossings.listed", N_("Tables"), N_("Localities by journey points, on screen; each view is logged.")
    ),
    MenuItem("board.outside.listed", N_("Figures"), N_("Bring in what services count: plans in time, complaints.")),
    MenuItem("concerns.listed", N_("To read"), N_("Comments that a person must read, the urgent ones first.")),
    MenuItem("moderation.start", N_("Checks"), N_("Correct what the software read; see how often it is right.")),
    MenuItem("comments.originals", N_("Comments"), N_("Comments as people wrote them. Each view is logged.")),
    MenuItem("themes.listed", N_("Themes"), N_("Masked comments: what they have in common, counted and quoted.")),
    MenuItem("telling.listed", N_("What people told us"), N_("The public page of each moment: make it, approve it.")),
    MenuItem("account.translating.listed", N_("Translations"), N_("How far each language is; files for translators.")),
    MenuItem("alerts.state", N_("Alerts"), N_("Whether an urgent message reaches you; send a test.")),
    MenuItem("account.watch.trail_page", N_("Audit trail"), N_("Who did what, and when.")),
    MenuItem("account.watch.retention", N_("What is kept"), N_("How long data stays, and what was deleted.")),
    MenuItem("account.running.what_runs", N_("What runs"), N_("What ran, what is due, what failed and why.")),
    MenuItem("account.feed_keys.listed", N_("Feed keys"), N_("Let Power BI and other programs read figures.")),
    MenuItem("account.people.listed", N_("People"), N_("Accounts, roles and one-time sign-in links.")),
)


def menu() -> list[MenuItem]:
    """The rooms that whoever is signed in may enter."""
    return [item for item in ITEMS if item.endpoint in current_app.view_functions and may_open(item.endpoint)]
