"""Encryption at rest: AES-256-GCM with a fresh nonce, under a key per purpose that is never in the database."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

from app.house import House
from app.services.errors import N_, Invalid

NONCE = 12
BROKEN = N_("What was kept cannot be read with this key. Check CONTACTS_KEY and SECRET_KEY.")


def seal(house: House, purpose: str, plain: bytes) -> bytes:
    """Nonce, then ciphertext with its tag. Equal texts give different bytes."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(key_of(house, purpose)).encrypt(nonce, plain, purpose.encode())


def unseal(house: House, purpose: str, sealed: bytes) -> bytes:
    """Raises `Invalid` if the key is another one or a byte was changed."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(key_of(house, purpose)).decrypt(sealed[:NONCE], sealed[NONCE:], purpose.encode())
    except InvalidTag:
        raise Invalid(BROKEN) from None


def key_of(house: House, purpose: str) -> bytes:
    """32 bytes for one purpose, from CONTACTS_KEY or else SECRET_KEY."""
    return hmac.digest(house.config.sealing_key.encode(), f"seal {purpose}".encode(), hashlib.sha256)


def token(house: House, purpose: str, value: str) -> str:
    """128 bits that follow from a value and a key that is not in the database, as 22 letters for an address."""
    digest = hmac.digest(key_of(house, purpose), value.encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(digest[:16]).decode().rstrip("=")
