"""Case studies and events: written, changed, published, taken back; every version kept. What they say is `texts`."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, insert, select

from app.house import House, random_id
from app.models.base import db
from app.models.stories import Story, StoryVersion
from app.services import audit, facts
from app.services.errors import N_, Conflict, NotFound
from app.services.staff import SignedIn
from app.services.stories.texts import StoryText, check, check_publishable, tidy
from app.services.transaction import writing

SLUG_LENGTH = 60


@dataclass(frozen=True, slots=True)
class StoryView:
    """A story as pages know it, saying what its latest version says, or on public pages its public one."""

    id: str
    slug: str
    kind: str
    state: str
    version: int
    public_version: int | None
    published_on: date | None
    updated_on: date | None
    changed_on: date
    content: StoryText

    @property
    def is_public(self) -> bool:
        return self.public_version is not None


# Reading


def published(house: House, kind: str = "") -> list[StoryView]:
    """Public stories, the newest first."""
    order = func.coalesce(Story.updated_on, Story.published_on).desc()
    query = joined(Story.public_version).where(Story.public_version.is_not(None)).order_by(order, Story.slug)
    return [view for view in views(query) if kind in ("", view.kind)]


def get_published(house: House, slug: str) -> StoryView:
    query = joined(Story.public_version).where(Story.public_version.is_not(None), Story.slug == slug)
    found = views(query)
    if not found:
        raise NotFound(N_("There is no such story."))
    return found[0]


def listed(house: House) -> list[StoryView]:
    """Every story, for staff: the latest change first."""
    return views(joined(Story.version).order_by(Story.changed_on.desc(), Story.slug))


def get(house: House, story_id: str) -> StoryView:
    found = views(joined(Story.version).where(Story.id == story_id))
    if not found:
        raise NotFound(N_("There is no such story."))
    return found[0]


def joined(version: object) -> object:
    own = (StoryVersion.story_id == Story.id) & (StoryVersion.version == version)
    return select(Story, StoryVersion.content).join(StoryVersion, own)


def views(query: object) -> list[StoryView]:
    names = [name for name in StoryView.__dataclass_fields__ if name != "content"]
    found = []
    for row, content in db.session.execute(query):
        values = {name: getattr(row, name) for name in names}
        found.append(StoryView(**values, content=StoryText.from_stored(content)))
    return found


# Writing


def create(house: House, content: StoryText, actor: SignedIn | None) -> StoryView:
    content = tidy(content)
    check(house, content)
    with writing():
        story = Story(id=random_id(), kind=content.kind, version=0, state="draft")
        story.slug, story.changed_on = free_slug(content.title_easy or content.title, story.id), house.today()
        db.session.add(story)
        keep(house, story, content, actor)
        audit.record(house, name(actor), "story-created", story.slug)
    return get(house, story.id)


def change(house: House, story_id: str, version: int, content: StoryText, actor: SignedIn) -> StoryView:
    """A new version, a draft until it is published; what is public stays as it is meanwhile."""
    content = tidy(content)
    check(house, content)
    with writing():
        story = same_version(story_id, version)
        story.kind = story.kind if story.public_version is not None else content.kind
        story.state = "draft"
        keep(house, story, content, actor)
        audit.record(house, actor.email, "story-changed", story.slug, f"version {story.version}")
    return get(house, story_id)


def publish(house: House, story_id: str, version: int, actor: SignedIn | None) -> StoryView:
    """Show it to everyone. Raises `Invalid` while something is missing, above all the consent."""
    with writing():
        story = same_version(story_id, version)
        content = StoryText.from_stored(db.session.get_one(StoryVersion, (story_id, version)).content)
        check_publishable(content)
        if story.published_on is None:
            story.published_on = house.today()
        elif story.public_version != version:
            story.updated_on = house.today()
        story.kind, story.consent_on = content.kind, content.consent_on
        story.state, story.public_version = "published", version
        facts.loop_changed()
        audit.record(house, name(actor), "story-published", story.slug, f"version {version}")
    return get(house, story_id)


def withdraw(house: House, story_id: str, version: int, actor: SignedIn) -> StoryView:
    """Take it off the public pages at once: somebody takes their consent back, or it is not true any more."""
    with writing():
        story = same_version(story_id, version)
        if story.public_version is None:
            raise Conflict(N_("This story is not public."))
        story.public_version, story.consent_on, story.state = None, None, "withdrawn"
        facts.loop_changed()
        audit.record(house, actor.email, "story-withdrawn", story.slug, f"version {version}")
    return get(house, story_id)


# Inside a caller's transaction


def keep(house: House, story: Story, content: StoryText, actor: SignedIn | None) -> None:
    story.version += 1
    story.changed_on = house.today()
    db.session.flush()
    row = {"story_id": story.id, "version": story.version, "content": content.stored()}
    row |= {"changed_on": house.today(), "changed_by": actor.id if actor else None}
    db.session.execute(insert(StoryVersion).values(row))


def same_version(story_id: str, version: int) -> Story:
    story = db.session.get(Story, story_id)
    if story is None:
        raise NotFound(N_("There is no such story."))
    if story.version != version:
        raise Conflict(N_("Somebody changed this story after you opened it. Nothing of theirs was overwritten."))
    return story


def free_slug(text: str, story_id: str) -> str:
    """A short, readable, permanent address from the title; with a number if it is taken."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    start = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:SLUG_LENGTH].strip("-") or "story"
    taken = db.session.scalar(select(func.count()).where(Story.slug == start, Story.id != story_id))
    return f"{start}-{story_id[:6]}" if taken else start


def name(actor: SignedIn | None) -> str:
    return actor.email if actor else "command"
