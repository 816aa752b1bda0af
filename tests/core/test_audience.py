import pytest

from bot.core.audience import Kind, Term, parse
from bot.core.errors import BadAudience


def test_everybody_has_no_terms() -> None:
    assert parse("all") == ()


def test_a_space_is_and_a_comma_is_or_a_dash_is_not() -> None:
    assert parse('type:nursing,ld area:north provider:"Acme Care" -home:H12') == (
        Term(Kind.TYPE, ("nursing", "ld")),
        Term(Kind.AREA, ("north",)),
        Term(Kind.PROVIDER, ("Acme Care",)),
        Term(Kind.HOME, ("H12",), excluded=True),
    )


@pytest.mark.parametrize(
    "wrong", ["", "  ", "everyone", "type:", "kind:x", 'type:"a"b', "type:a,,b"]
)
def test_what_cannot_be_read_is_refused(wrong: str) -> None:
    with pytest.raises(BadAudience):
        parse(wrong)
