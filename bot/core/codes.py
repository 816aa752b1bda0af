"""Invite codes: 58 bits in twelve letters and figures that read well aloud; only their hash is ever kept."""

import hashlib
import secrets

# No 0, 1, I, L, O or U: nothing that is misread from a sheet of paper.
ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
LENGTH = 12


def new_code() -> str:
    """Return a code that nobody can guess, such as ``K7QW-E3MR-TA2H``."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join((letters[:4], letters[4:8], letters[8:]))


def normalise(text: str) -> str:
    """Return the code as it is hashed: capitals, without spaces and dashes."""
    return "".join(each for each in text.upper() if each.isalnum())


def looks_like_code(text: str) -> bool:
    """Say whether a message could be a code that somebody typed."""
    code = normalise(text)
    return len(code) == LENGTH and set(code) <= set(ALPHABET) and len(text.strip()) <= LENGTH + 4


def hash_code(code: str) -> str:
    """Return the hash under which a code is kept. 58 random bits and an expiry need no slow hash."""
    return hashlib.sha256(normalise(code).encode()).hexdigest()
