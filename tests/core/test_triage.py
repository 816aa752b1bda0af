"""Which rule a change meets, and under which topic it stands."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.guidance import ChangeKind
from bot.core.triage import Rule, Topic, Triage

FLU = Topic("flu", "Flu", "clinical", ("flu", "vaccin*", "face mask"))
HOUR = timedelta(hours=1)
PLAIN = Triage({}, {"flu": FLU}, (), HOUR, HOUR, HOUR, "weekly", "changed")


@pytest.mark.parametrize(
    ("title", "meets"),
    [
        ("Flu jabs", True),
        ("Vaccination of staff", True),
        ("Face  masks in homes", True),
        ("Fluids and hydration", False),
        ("Influenza", False),
    ],
)
def test_a_word_counts_as_a_whole_and_with_a_star_as_a_beginning(
    title: str, *, meets: bool
) -> None:
    rule = Rule("flu", "all", words=FLU.words)
    found = replace(PLAIN, rules=(rule,)).suggest(ChangeKind.NEW, "", "", (title,))

    assert (found.rule is rule) == meets


def test_the_first_rule_that_a_change_meets_counts_and_none_comes_last_but_comes() -> None:
    rules = (
        Rule("new", "area:N1", kinds=(ChangeKind.NEW,), publishers=("CQC",)),
        Rule("flu", "type:nursing", topics=("flu",), urgent=True),
    )
    triage = replace(PLAIN, rules=rules)

    assert triage.suggest(ChangeKind.NEW, "The CQC", "flu", ()).audience == "area:N1"
    found = triage.suggest(ChangeKind.MAJOR, "The CQC", "flu", ())
    assert (found.audience, found.urgent, found.rank) == ("type:nursing", True, 2)
    other = triage.suggest(ChangeKind.MAJOR, "The CQC", "", ())
    assert (other.audience, other.urgent, other.rank) == ("all", False, 3)
