"""Invite codes: 58 bits in twelve letters and figures that read well aloud; only their hash is ever kept."""

import hashlib
import re
import secrets

# No 0, 1, I, L, O or U: nothing that is misread from a sheet of paper.
ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
LENGTH = 12
_SHAPE = re.compile(r"[A-Za-z0-9]{4}([- ]?[A-Za-z0-9]{4}){2}")


def new_code() -> str:
    """Return a code that nobody can guess, such as ``K7QW-E3MR-TA2H``."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join((letters[:4], letters[4:8], letters[8:]))


def normalise(text: str) -> str:
    """Return the code as it is hashed: capitals, without spaces and dashes."""
    return "".join(each for each in text.upper() if each.isalnum())


def looks_like_code(text: str) -> bool:
    """Say whether a message has the shape of a code, though it may be mistyped or misread."""
    return bool(_SHAPE.fullmatch(text.strip()))


def could_be_code(text: str) -> bool:
    """Say whether a message is made as codes are: three groups of four from the letters that codes have."""
    return looks_like_code(text) and set(normalise(text)) <= set(ALPHABET)


def hash_code(code: str) -> str:
    """Return the hash under which a code is kept. 58 random bits and an expiry need no slow hash."""
    return hashlib.sha256(normalise(code).encode()).hexdigest()
