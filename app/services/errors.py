"""The handful of things that services refuse. `app.errors` alone turns them into pages; scripts into one line."""

from __future__ import annotations


class ServiceError(Exception):
    """`message` is English and a gettext msgid (mark it with `N_`); `params` fill its %(name)s places."""

    status = 400

    def __init__(self, message: str, **params: object) -> None:
        super().__init__(message % params if params else message)
        self.message, self.params = message, params


class WrongKey(ServiceError):
    """A program gave a key that opens nothing."""

    status = 401


class NotFound(ServiceError):
    """There is no such thing, or it is not this person's to know."""

    status = 404


class Forbidden(ServiceError):
    """This person's roles do not reach that far."""

    status = 403


class Invalid(ServiceError):
    """What was sent cannot be used; the message says what to do."""

    status = 422


class Conflict(ServiceError):
    """It does not fit what has happened meanwhile."""

    status = 409


class Closed(ServiceError):
    """It was or will be open, but is not now."""

    status = 410


class TooLarge(ServiceError):
    """More than one form takes."""

    status = 413


class TooMany(ServiceError):
    """Tried too often; try again later."""

    status = 429


def N_(message: str) -> str:
    """Mark a message for extraction; it is translated where it is shown."""
    return message
