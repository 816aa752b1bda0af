"""The line on which a key of a TOML file stands."""

import pytest

from bot.places import line_of, nearest

TEXT = '''# A comment with key = value and [header]
top = 1
dotted.key = 2
"quoted key" = 3

[http]          # a section
port = 80
[ spaced . out ]
a = """
port = 81
[telegram]
x = 1 """
b = 2

[[fields]]
id = "one"

[[fields.choices]]
value = "a"

[[fields.choices]]
value = "b"

[[fields]]
id = "two"
options = [
  # a comment
  { value = "x", label = "y" },

  { value = "z", label = "[http]" },
]
names = [
  "a", "b",
  "c",
]
[[fields.choices]]
value = "c"
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("top",), 2),
        (("dotted", "key"), 3),
        (("quoted key",), 4),
        (("http",), 6),
        (("http", "port"), 7),
        (("http", "none"), 6),
        (("dotted",), 3),
        (("spaced",), 8),
        (("spaced", "out"), 8),
        (("spaced", "out", "a"), 9),
        (("spaced", "out", "b"), 13),
        (("telegram",), 1),
        (("fields",), 15),
        (("fields", 0), 15),
        (("fields", 0, "id"), 16),
        (("fields", 0, "choices", 0, "value"), 19),
        (("fields", 0, "choices", 1, "value"), 22),
        (("fields", 1, "id"), 25),
        (("fields", 1, "options"), 26),
        (("fields", 1, "options", 0, "value"), 28),
        (("fields", 1, "options", 1, "value"), 30),
        (("fields", 1, "names", 2), 34),
        (("fields", 1, "choices", 0, "value"), 37),
        (("fields", 1, "choices", 5), 24),
        ((), 1),
    ],
)
def test_a_key_is_found_or_else_what_lies_in_it_or_holds_it(
    path: tuple[str | int, ...], line: int
) -> None:
    assert line_of(TEXT, path) == line


def test_only_a_slip_of_a_name_is_taken_for_it() -> None:
    assert nearest("prot", ["host", "port"]) == ' (did you mean "port"?)'
    assert nearest("wibble", ["host", "port"]) == ""
