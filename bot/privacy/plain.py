"""A text as the guard reads it: what looks the same is the same, and what cannot be seen is not there."""

import unicodedata

# Invisible characters (zero-width spaces, marks of direction), controls, and marks that sit on the character before.
_UNSEEN = frozenset({"Cf", "Cc", "Mn", "Me"})
# Letters and signs by their category that show nothing at all: fillers of Hangul, the empty Braille cell.
_BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800")
_SPACES = frozenset({"Zs", "Zl", "Zp"})
_DASHES = "\N{MINUS SIGN}\N{HYPHEN BULLET}"
_DOTS = "\N{MIDDLE DOT}\N{BULLET}\N{FULLWIDTH FULL STOP}\N{IDEOGRAPHIC FULL STOP}"
_QUOTES = (
    "\N{RIGHT SINGLE QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}\N{MODIFIER LETTER APOSTROPHE}"
)
# Letters of other alphabets that look like Latin ones (Unicode TR 39, confusables).
_CYRILLIC = (
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425"
    "\u0405\u0406\u0408\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458"
    "\u0455\u0501"
)
_GREEK = (
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4"
    "\u03a5\u03a7\u03bf\u03b9\u03bd\u03c1"
)
_LOOKS = dict(zip(_CYRILLIC + _GREEK, "ABEKMHOPCTYXSIJaeopcyxijsdABEZHIKMNOPTYXoivp", strict=True))


def plain(text: str) -> str:
    """Return the text with digits of any script, look-alike letters and separators as ASCII.

    Takes time in proportion to the length.
    """
    return "".join(map(_plain, text))


def _plain(char: str) -> str:
    if char.isascii() and (char.isprintable() or char in "\t\n\r\f\v"):
        return char
    value = unicodedata.digit(char, None)
    category = unicodedata.category(char)
    if value is not None:
        # A small or ringed digit may be a mark beside a number, so it stands alone.
        return str(value) if category == "Nd" else f" {value} "
    if category in _UNSEEN or char in _BLANK:
        return ""
    return _sign(char, category) or _LOOKS.get(char) or _letter(char)


def _sign(char: str, category: str) -> str:
    if category == "Pd" or char in _DASHES:
        return "-"
    if char in _DOTS:
        return "."
    if char in _QUOTES:
        return "'"
    return " " if category in _SPACES else ""


def _letter(char: str) -> str:
    """Return a letter without what sits on it, and in its ordinary shape."""
    parts = unicodedata.normalize("NFKD", char)
    bare = "".join(each for each in parts if not unicodedata.combining(each))
    return bare if bare.isascii() and bare.isalpha() else char
