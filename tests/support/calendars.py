"""A strict reader of calendar files, which knows nothing of the library that wrote them (RFC 5545, section 3.1)."""

import re

_LINE = re.compile(r"[A-Z][A-Z0-9-]*(?:;[A-Z-]+=(?:\"[^\"]*\"|[^\";:,]*))*:.*", re.DOTALL)


def read(file: str) -> list[str]:
    """Return the lines as they are meant, after every rule of how they must be written."""
    raw = file.encode()
    assert raw.endswith(b"\r\n")
    lines = raw[:-2].split(b"\r\n")
    assert not any(b"\r" in each or b"\n" in each for each in lines), "lines end in CRLF alone"
    assert max(map(len, lines)) <= 75, "75 octets a line"
    assert all(line.decode() for line in lines), "no character is torn"
    unfolded = re.sub(rb"\r\n[ \t]", b"", raw[:-2]).decode().split("\r\n")
    assert all(_LINE.fullmatch(each) for each in unfolded)
    opened: list[str] = []
    for each in unfolded:
        name, _, value = each.partition(":")
        if name == "BEGIN":
            opened.append(value)
        elif name == "END":
            assert opened.pop() == value
    assert opened == []
    return unfolded


def properties(lines: list[str]) -> dict[str, str]:
    """Return the properties of the one event, by name and parameters; text as it is meant."""
    start, end = lines.index("BEGIN:VEVENT"), lines.index("END:VEVENT")
    found = {}
    for each in lines[start + 1 : end]:
        name, _, value = each.partition(":")
        assert name not in found
        found[name] = re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], value)
    return found
