"""The plan's actions: read, kept by their organisations, every version kept. Files of many are `importing`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import delete, insert, select

from app.house import House, random_id
from app.models.base import db
from app.models.plan import EntryAction, PlanAction, PlanActionVersion
from app.services import audit, facts
from app.services.asking.entrances import quarter_of
from app.services.errors import N_, Conflict, Forbidden, NotFound
from app.services.loop import entries, entry_search
from app.services.loop.entries import EntryView
from app.services.plan import keepers
from app.services.plan.texts import ActionText, Milestone, check
from app.services.staff import SignedIn
from app.services.transaction import writing


@dataclass(frozen=True, slots=True)
class ActionView:
    """One action as pages know it, saying what its latest version says."""

    id: str
    version: int
    changed_on: date
    content: ActionText

    def title_in(self, code: str) -> tuple[str, str]:
        """The title in easy read and the language it is in: the reader's if there is one, else English."""
        own = self.content.easy.get(code)
        return (own, code) if own else (self.content.title_easy or self.content.title, "en")


@dataclass(frozen=True, slots=True)
class Word:
    """What one version said about how far the action was."""

    version: int
    said_on: date
    state: str
    note: str
    quarter: str
    way: str


# Reading


def listed(house: House) -> list[ActionView]:
    """Every action, by its reference as people count: 1.2 before 1.10."""
    query = select(PlanAction, PlanActionVersion.content).join(
        PlanActionVersion,
        (PlanActionVersion.action_id == PlanAction.id) & (PlanActionVersion.version == PlanAction.version),
    )
    found = [view_of(row, content) for row, content in db.session.execute(query)]
    return sorted(found, key=lambda view: counted(view.content.reference))


def counted(reference: str) -> list[tuple[int, str]]:
    parts = reference.replace("-", ".").split(".")
    return [(int(part), "") if part.isdigit() else (0, part) for part in parts]


def get(house: House, reference: str) -> ActionView:
    row = known(reference)
    return view_of(row, content_of(row))


def words(house: House, reference: str) -> list[Word]:
    """Every word on how far it was, the latest first; versions that say the same of it are one."""
    row = known(reference)
    query = select(PlanActionVersion).where(PlanActionVersion.action_id == row.id).order_by(PlanActionVersion.version)
    found: list[Word] = []
    for each in db.session.scalars(query):
        said = ActionText.from_stored(each.content)
        word = Word(each.version, each.changed_on, said.state, said.note, said.quarter, each.way)
        if not found or (found[-1].state, found[-1].note, found[-1].quarter) != (word.state, word.note, word.quarter):
            found.append(word)
    return found[::-1]


def of_entry(entry_id: str) -> list[ActionView]:
    """The actions on which an entry rests."""
    query = (
        select(PlanAction, PlanActionVersion.content)
        .join(EntryAction, EntryAction.action_id == PlanAction.id)
        .join(
            PlanActionVersion,
            (PlanActionVersion.action_id == PlanAction.id) & (PlanActionVersion.version == PlanAction.version),
        )
        .where(EntryAction.entry_id == entry_id)
    )
    found = [view_of(row, content) for row, content in db.session.execute(query)]
    return sorted(found, key=lambda view: counted(view.content.reference))


def public_entries_of(house: House, action_id: str) -> list[EntryView]:
    """The public entries that rest on an action, the newest first."""
    own = set(db.session.scalars(select(EntryAction.entry_id).where(EntryAction.action_id == action_id)))
    return [view for view in entry_search.all_public(house) if view.id in own]


# Writing


def tell(
    house: House,
    reference: str,
    version: int,
    said: tuple[str, str, tuple[Milestone, ...]],
    actor: SignedIn,
) -> ActionView:
    """Its organisation says how far it is: state, quarterly note, milestones. Public at once; the old word is kept.

    Raises `Forbidden` for another organisation's action, `Conflict` if somebody changed it meanwhile.
    """
    state, note, milestones = said
    with writing():
        row = known(reference)
        if not keepers.may_keep(actor, row.organisation):
            raise Forbidden(N_("Another organisation keeps this action. Ask it to say how far it is."))
        if row.version != version:
            raise Conflict(N_("Somebody changed this action after you opened it. Nothing of theirs was overwritten."))
        before = ActionText.from_stored(content_of(row))
        quarter = quarter_of(house.today())
        content = replace(before, state=state, note=note.strip(), milestones=milestones, quarter=quarter)
        check(house, content)
        keep(house, row, content, "keeper", actor)
        audit.record(house, actor.email, "action-told", reference, state)
    return get(house, reference)


def link(house: House, entry_id: str, references: list[str], actor: SignedIn) -> None:
    """Say on which actions an entry rests; the links it had are replaced."""
    with writing():
        entry = entries.known(entry_id)
        ids = [known(reference).id for reference in references]
        db.session.execute(delete(EntryAction).where(EntryAction.entry_id == entry_id))
        if ids:
            rows = [{"entry_id": entry_id, "action_id": action_id} for action_id in ids]
            db.session.execute(insert(EntryAction), rows)
        facts.loop_changed()
        audit.record(house, actor.email, "entry-actions-linked", entry.slug, " ".join(references)[:300])


# Inside a caller's transaction


def add(house: House, content: ActionText, actor: SignedIn | None) -> None:
    """A new action, from a file."""
    row = PlanAction(id=random_id(), reference=content.reference, version=0)
    row.organisation, row.state, row.changed_on = content.organisation, content.state, house.today()
    db.session.add(row)
    keep(house, row, content, "import", actor)


def keep(house: House, row: PlanAction, content: ActionText, way: str, actor: SignedIn | None) -> None:
    """Write down what an action says from now on."""
    row.version += 1
    row.organisation, row.state, row.changed_on = content.organisation, content.state, house.today()
    db.session.flush()
    values = {"action_id": row.id, "version": row.version, "content": content.stored(), "way": way}
    values |= {"changed_on": house.today(), "changed_by": actor.id if actor else None}
    db.session.execute(insert(PlanActionVersion).values(values))
    facts.loop_changed()


def known(reference: str) -> PlanAction:
    row = db.session.scalar(select(PlanAction).where(PlanAction.reference == reference))
    if row is None:
        raise NotFound(N_("There is no such action in the plan."))
    return row


def content_of(row: PlanAction) -> str:
    return db.session.get_one(PlanActionVersion, (row.id, row.version)).content


def view_of(row: PlanAction, content: str) -> ActionView:
    return ActionView(row.id, row.version, row.changed_on, ActionText.from_stored(content))
