import pytest
from hypothesis import given
from hypothesis import strategies as st

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


BARE = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters='",'), min_size=1
).filter(lambda text: not any(each.isspace() for each in text))
QUOTED = st.text(st.characters(exclude_categories=["Cs"], exclude_characters='"')).filter(
    lambda text: text.strip() != ""
)
VALUES = st.lists(
    BARE.map(lambda text: (text, text)) | QUOTED.map(lambda text: (f'"{text}"', text.strip())),
    min_size=1,
    max_size=4,
)
TERMS = st.lists(st.tuples(st.sampled_from(Kind), VALUES, st.booleans()), max_size=4)
SPACES = st.text(" \t\n\u00a0", min_size=1, max_size=3)


@given(terms=TERMS, space=SPACES, everybody=st.booleans())
def test_an_expression_is_read_as_it_was_meant(
    terms: list[tuple[Kind, list[tuple[str, str]], bool]], space: str, everybody: bool
) -> None:
    words = [
        f"{'-' if excluded else ''}{kind}:{','.join(written for written, _ in values)}"
        for kind, values, excluded in terms
    ]
    words += ["all"] if everybody or not words else []

    assert parse(space + space.join(words) + space) == tuple(
        Term(kind, tuple(meant for _, meant in values), excluded)
        for kind, values, excluded in terms
    )


@given(st.text() | st.text('type:area,-home" all\t', max_size=30))
def test_any_text_is_read_or_refused_with_the_part_that_is_wrong(text: str) -> None:
    try:
        terms = parse(text)
    except BadAudience as fault:
        assert fault.part in text
        return
    assert all(term.values and all(term.values) for term in terms)


def test_a_long_expression_takes_no_time() -> None:
    with pytest.raises(BadAudience):
        parse("type:" + "a," * 50_000)
    assert len(parse("type:" + ",".join(["a"] * 50_000))[0].values) == 50_000
