"""When issues close and go out, in which order items stand, and that no text swallows the one after it."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content import load_content
from bot.core.editions import Edition, Item, closed_markdown, sort_out
from bot.core.recurrence import Recurrence
from bot.core.working_days import OnHoliday
from bot.holidays import bank_holiday
from tests.support.network import LONDON, ROOT

WEEKLY = load_content(Path(ROOT / "content")).editions["weekly"]


def edition(closes: str, sends: str | None, rule: OnHoliday = OnHoliday.BEFORE) -> Edition:
    return Edition(
        "x",
        "X",
        "all",
        Recurrence.read(closes),
        WEEKLY.sections,
        WEEKLY.editor,
        WEEKLY.template,
        sends=Recurrence.read(sends) if sends else None,
        on_holidays=rule,
    )


@pytest.mark.parametrize(
    ("rule", "day"),
    [
        (OnHoliday.BEFORE, "2026-04-02"),
        (OnHoliday.AFTER, "2026-04-07"),
        (OnHoliday.SKIP, "2026-04-10"),
        (OnHoliday.KEEP, "2026-04-03"),
    ],
)
def test_a_closing_on_good_friday_moves_as_its_edition_says(rule: OnHoliday, day: str) -> None:
    found = edition("Friday 09:00", None, rule)
    after = datetime(2026, 3, 30, 9, tzinfo=UTC)

    assert str(found.next_closing(after, bank_holiday, LONDON)[0]) == day


@pytest.mark.parametrize(
    ("sends", "issue", "moment"),
    [
        ("Friday 09:00", "2026-11-26", "2026-11-27 09:00"),
        ("every day 08:00", "2026-11-26", "2026-11-27 08:00"),
        ("every day 15:00", "2026-11-26", "2026-11-26 15:00"),
        # Good Friday and Easter Monday.
        ("Friday 09:00", "2026-04-02", "2026-04-07 09:00"),
        # Over the night in which summer time begins.
        ("Monday 09:00", "2026-03-26", "2026-03-30 09:00"),
    ],
)
def test_an_issue_goes_out_at_the_first_such_time_after_its_closing(
    sends: str, issue: str, moment: str
) -> None:
    found = edition("Thursday 12:00", sends)
    at = found.sends_at(date.fromisoformat(issue), bank_holiday, LONDON)

    assert at is not None
    assert f"{at.astimezone(LONDON):%Y-%m-%d %H:%M}" == moment


def test_one_that_goes_as_soon_as_it_may_has_no_time_of_its_own() -> None:
    found = edition("Thursday 12:00", None)

    assert found.sends_at(date(2026, 11, 26), bank_holiday, LONDON) is None


def test_items_stand_by_section_then_place_and_those_that_are_over_apart() -> None:
    items = [
        Item(1, "weekly", "know", "a"),
        Item(2, "weekly", "please", "b", place=2),
        Item(3, "weekly", "please", "c", place=1),
        Item(4, "weekly", "gone", "d"),
        Item(5, "weekly", "please", "e", expires_on=date(2026, 11, 25)),
    ]
    found = sort_out(WEEKLY, items, date(2026, 11, 26))

    assert [each.title for each in found.taken] == ["c", "b", "a", "d"]
    assert [each.title for each in found.over] == ["e"]


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("plain", "plain"),
        ("```\ncode", "```\ncode\n```"),
        ("~~~~\ncode\n~~~", "~~~~\ncode\n~~~\n~~~~"),
        ("```\ncode\n```", "```\ncode\n```"),
        ("    ```\nno fence", "    ```\nno fence"),
        ("``` a`b\nno fence", "``` a`b\nno fence"),
    ],
)
def test_a_code_block_that_was_left_open_ends_with_its_text(text: str, closed: str) -> None:
    assert closed_markdown(text) == closed


@given(st.text(alphabet="`~ ab\n", max_size=40))
def test_what_was_closed_once_is_closed(text: str) -> None:
    assert closed_markdown(closed_markdown(text)) == closed_markdown(text)
