"""Staff accounts and how they sign in: one-time links, passwords, sessions. Knows nothing of cookies or pages."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, select

from app.house import House, random_id
from app.models.base import db
from app.models.staff import ROLES, SignInLink, Staff, StaffRole, StaffSession
from app.services import audit
from app.services.errors import N_, Conflict, Invalid, NotFound
from app.services.running import throttle
from app.services.transaction import writing

FIRST_ADMINISTRATOR = "administrator@localhost"
LINK_DAYS = 3
PASSWORD_LENGTH = 12
HASHER = PasswordHasher()
# Verified when there is no account, so that an unknown address takes as long as a known one.
NOBODYS_HASH = HASHER.hash(secrets.token_hex(16))
WRONG = N_("That e-mail address and password do not fit together. Check both and try again.")
LINK_OVER = N_("This sign-in link was used already or is too old. Ask an administrator for a new one.")


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is acting: one member of staff, as the pages know them."""

    id: str
    email: str
    roles: frozenset[str]
    has_password: bool
    active: bool = True

    def may(self, *roles: str) -> bool:
        return not self.roles.isdisjoint(roles)


def view_of(person: Staff) -> SignedIn:
    roles = frozenset(row.role for row in person.roles)
    return SignedIn(person.id, person.email, roles, person.password_hash is not None, person.active)


# Accounts


def add(house: House, email: str, roles: Iterable[str], actor: str = "command") -> str:
    """Make an account, or give a known one these roles too; returns a new one-time sign-in link."""
    email, roles = clean_email(email), clean_roles(roles)
    with writing():
        person = find(email)
        if person is None:
            person = Staff(id=random_id(), email=email, active=True)
            db.session.add(person)
            db.session.flush()
            audit.record(house, actor, "staff-added", email, " ".join(sorted(roles)))
        elif not person.active:
            raise Conflict(N_("The account %(email)s is switched off. Switch it on again first."), email=email)
        set_roles(house, person, roles | {row.role for row in person.roles}, actor)
        return new_link(house, person, actor)


def first_administrator_link(house: House) -> str | None:
    """A sign-in link while no administrator has a password yet, else None."""
    rows = db.session.scalars(
        select(Staff).join(StaffRole).where(StaffRole.role == "administrator", Staff.active).order_by(Staff.email)
    ).all()
    if any(person.password_hash for person in rows):
        return None
    emails = [person.email for person in rows]
    email = FIRST_ADMINISTRATOR if FIRST_ADMINISTRATOR in emails or not emails else emails[0]
    return add(house, email, ["administrator"], actor="system")


def listed(house: House) -> list[SignedIn]:
    """Every account, switched-off ones last."""
    rows = db.session.scalars(select(Staff).order_by(Staff.active.desc(), Staff.email))
    return [view_of(person) for person in rows]


def get(house: House, staff_id: str) -> SignedIn:
    return view_of(known(staff_id))


def change_roles(house: House, staff_id: str, roles: Iterable[str], actor: SignedIn) -> None:
    """Give exactly these roles. Nobody takes the administrator's role from themselves."""
    roles = clean_roles(roles)
    with writing():
        person = known(staff_id)
        if person.id == actor.id and "administrator" not in roles:
            raise Conflict(N_("You cannot take the administrator role from yourself. Another administrator can."))
        set_roles(house, person, roles, actor.email)


def switch_off(house: House, staff_id: str, actor: SignedIn) -> None:
    """The account cannot sign in any more, and is signed out everywhere at once."""
    with writing():
        person = known(staff_id)
        if person.id == actor.id:
            raise Conflict(N_("You cannot switch off your own account. Another administrator can."))
        person.active = False
        db.session.execute(delete(StaffSession).where(StaffSession.staff_id == person.id))
        db.session.execute(delete(SignInLink).where(SignInLink.staff_id == person.id, SignInLink.used_at.is_(None)))
        audit.record(house, actor.email, "staff-switched-off", person.email)


def switch_on(house: House, staff_id: str, actor: SignedIn) -> None:
    with writing():
        person = known(staff_id)
        person.active = True
        audit.record(house, actor.email, "staff-switched-on", person.email)


def link_for(house: House, staff_id: str, actor: SignedIn) -> str:
    """A new one-time link for an account; older ones stop working."""
    with writing():
        person = known(staff_id)
        if not person.active:
            raise Conflict(N_("The account %(email)s is switched off. Switch it on again first."), email=person.email)
        return new_link(house, person, actor.email)


# Signing in


def link_owner(house: House, token: str) -> SignedIn:
    """Whose link this is, without using it up: a mail scanner that opens it does no harm."""
    return view_of(usable_link(house, token)[1])


def use_link(house: House, token: str, client: str = "") -> str:
    """Sign in by a one-time link; returns the session's token. The link is used up."""
    throttle.attempt(house, "staff-link", client, limit=30, window_seconds=900)
    with writing():
        link, person = usable_link(house, token, lock=True)
        link.used_at = house.now()
        audit.record(house, person.email, "sign-in-link-used")
        return new_session(house, person)


def sign_in(house: House, email: str, password: str, client: str = "") -> str:
    """Sign in by password; returns the session's token. Wrong address and wrong password are told the same way."""
    email = email.strip().lower()
    throttle.attempt(house, "sign-in", email, limit=15, window_seconds=900)
    throttle.attempt(house, "sign-in-from", client, limit=100, window_seconds=900)
    person = find(email)
    stored = person.password_hash if person and person.active else None
    right = fits(stored or NOBODYS_HASH, password) and stored is not None
    with writing():
        if not right:
            audit.record(house, email if person else "unknown", "sign-in-failed")
        else:
            person = known(person.id)
            if HASHER.check_needs_rehash(person.password_hash):
                person.password_hash = HASHER.hash(password)
            audit.record(house, email, "sign-in")
            return new_session(house, person)
    raise Invalid(WRONG)


def fits(stored: str, password: str) -> bool:
    try:
        return HASHER.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


def set_password(house: House, who: SignedIn, password: str, keep: str) -> None:
    """Set a new password and sign out every other browser; `keep` is the token of this one."""
    if problem := password_problem(who.email, password):
        raise Invalid(problem, least=PASSWORD_LENGTH)
    hashed = HASHER.hash(password)
    with writing():
        known(who.id).password_hash = hashed
        others = StaffSession.token_hash != house.keyed_hash("staff-session", keep)
        db.session.execute(delete(StaffSession).where(StaffSession.staff_id == who.id, others))
        audit.record(house, who.email, "password-set")


def password_problem(email: str, password: str) -> str | None:
    if len(password) < PASSWORD_LENGTH:
        return N_("Use at least %(least)s characters. Four words that do not belong together are good.")
    if password.strip().lower() in (email, email.partition("@")[0]) or len(set(password)) < 4:
        return N_("That password is too easy to guess. Do not use your e-mail address or one repeated letter.")
    return None


def session(house: House, token: str) -> SignedIn | None:
    """Who this session belongs to, or None when it is over."""
    row = db.session.get(StaffSession, house.keyed_hash("staff-session", token))
    if row is None or row.expires_at <= house.now():
        return None
    person = db.session.get(Staff, row.staff_id)
    return view_of(person) if person and person.active else None


def sign_out(house: House, who: SignedIn, token: str) -> None:
    with writing():
        hashed = house.keyed_hash("staff-session", token)
        db.session.execute(delete(StaffSession).where(StaffSession.token_hash == hashed))
        audit.record(house, who.email, "sign-out")


# Inside a caller's transaction


def new_link(house: House, person: Staff, actor: str) -> str:
    """Takes part in the caller's transaction. Only a keyed hash of the link is kept."""
    token = secrets.token_urlsafe(24)
    db.session.execute(delete(SignInLink).where(SignInLink.staff_id == person.id, SignInLink.used_at.is_(None)))
    expires_at = house.now() + timedelta(days=LINK_DAYS)
    hashed = house.keyed_hash("sign-in-link", token)
    db.session.add(SignInLink(token_hash=hashed, staff_id=person.id, expires_at=expires_at))
    audit.record(house, actor, "sign-in-link-made", person.email)
    return f"{house.config.public_url}/staff/link/{token}"


def new_session(house: House, person: Staff) -> str:
    """Takes part in the caller's transaction; forgets sessions that are over."""
    token, now = secrets.token_urlsafe(24), house.now()
    db.session.execute(delete(StaffSession).where(StaffSession.expires_at <= now))
    expires_at = now + timedelta(hours=house.partnership.retention.session_hours)
    hashed = house.keyed_hash("staff-session", token)
    db.session.add(StaffSession(token_hash=hashed, staff_id=person.id, expires_at=expires_at))
    return token


def usable_link(house: House, token: str, lock: bool = False) -> tuple[SignInLink, Staff]:
    """`lock` holds the row to the end of the transaction, so that two browsers cannot both use the link."""
    link = db.session.get(SignInLink, house.keyed_hash("sign-in-link", token), with_for_update=lock)
    if link is None or link.used_at is not None or link.expires_at <= house.now():
        raise NotFound(LINK_OVER)
    person = db.session.get(Staff, link.staff_id)
    if person is None or not person.active:
        raise NotFound(LINK_OVER)
    return link, person


def set_roles(house: House, person: Staff, roles: frozenset[str] | set[str], actor: str) -> None:
    """Takes part in the caller's transaction."""
    before = {row.role for row in person.roles}
    if before == set(roles):
        return
    person.roles = [row for row in person.roles if row.role in roles]
    person.roles += [StaffRole(staff_id=person.id, role=role) for role in set(roles) - before]
    given, taken = sorted(set(roles) - before), sorted(before - set(roles))
    changes = [f"+{role}" for role in given] + [f"-{role}" for role in taken]
    audit.record(house, actor, "roles-changed", person.email, " ".join(changes))


def find(email: str) -> Staff | None:
    return db.session.scalar(select(Staff).where(Staff.email == email))


def known(staff_id: str) -> Staff:
    person = db.session.get(Staff, staff_id)
    if person is None:
        raise NotFound(N_("There is no such account."))
    return person


def clean_email(email: str) -> str:
    email = email.strip().lower()
    if len(email) > 254 or not re.fullmatch(r"[^@\s<>\"',;]+@[^@\s<>\"',;]+", email):
        raise Invalid(N_("Enter an e-mail address like name@example.org."))
    return email


def clean_roles(roles: Iterable[str]) -> frozenset[str]:
    roles = frozenset(roles)
    if not roles:
        raise Invalid(N_("Choose at least one role."))
    if unknown := sorted(roles - set(ROLES)):
        listed_roles = ", ".join(ROLES)
        raise Invalid(N_("There is no role %(role)s. The roles are %(roles)s."), role=unknown[0], roles=listed_roles)
    return roles
