"""Ten thousand texts that look alike: what is hidden in other characters is found, what only looks so is left alone."""

import random
from collections.abc import Callable

import pytest
from stdnum.gb import nhs

from bot.core.privacy import Kind
from bot.privacy import find_identifying

EACH = 1_000
INVISIBLE = [
    "\u200b",
    "\u200c",
    "\u200d",
    "\u2060",
    "\ufeff",
    "\u00ad",
    "\u200e",
    "\u202d",
    "\u3164",
]
BETWEEN = ["", " ", "-", ".", "\u00a0", "\u2009", "\u2013", "\u2212", "\u00b7", " \u200b"]
# Arabic-Indic, full width, mathematical, Bengali.
ZEROS = (0x660, 0xFF10, 0x1D7CE, 0x9E6, ord("0"))
SCRIPTS = ["".join(chr(zero + digit) for digit in range(10)) for zero in ZEROS]
LETTERS = str.maketrans("MPaeopcxs", "\u041c\u0420\u0430\u0435\u043e\u0440\u0441\u0445\u0455")


def valid(chance: random.Random) -> str:
    while True:
        nine = chance.randint(999_000_000, 999_999_999)
        number = f"{nine}{-nhs.checksum(f'{nine}0') % 11}"
        if nhs.is_valid(number):
            return number


def sprinkled(chance: random.Random, text: str) -> str:
    """Return the text with characters in it that nobody sees."""
    return "".join(
        each + (chance.choice(INVISIBLE) if chance.random() < 0.3 else "") for each in text
    )


def other_digits(chance: random.Random, text: str) -> str:
    script = chance.choice(SCRIPTS)
    return "".join(script[int(each)] if each.isdigit() else each for each in text)


def number_in_other_digits(chance: random.Random) -> str:
    number, gap = valid(chance), chance.choice(BETWEEN)
    return sprinkled(chance, other_digits(chance, gap.join((number[:3], number[3:6], number[6:]))))


def number_with_letters(chance: random.Random) -> str:
    number = valid(chance)
    while not {"0", "1"} & set(number[3:]):
        number = valid(chance)
    hidden = number[3:].translate(str.maketrans("01", chance.choice(["Ol", "oI", "O|"])))
    return f"about {number[:3]}{hidden} please"


def birth_in_other_digits(chance: random.Random) -> str:
    day = f"{chance.randint(1, 28)}/{chance.randint(1, 12)}/{chance.randint(1925, 1949)}"
    label = chance.choice(["DOB", "d.o.b.", "born", "date of birth:"])
    return f"{label} {sprinkled(chance, other_digits(chance, day))}"


def name_in_other_letters(chance: random.Random) -> str:
    name = chance.choice(["Okafor", "Eskrigg", "Pellingham", "Macpherson"])
    what = chance.choice(["fell", "has a temperature", "is off her food"])
    return sprinkled(chance, f"{chance.choice(['Mrs', 'Mr'])} {name} {what}".translate(LETTERS))


def room_in_other_digits(chance: random.Random) -> str:
    number = other_digits(chance, str(chance.randint(1, 60)))
    return sprinkled(chance, f"{chance.choice(['room', 'Rm', 'Room no.'])} {number} has d&v")


def cqc_id(chance: random.Random) -> str:
    return (
        f"Our CQC location is 1-{chance.choice([valid(chance), chance.randint(10**8, 10**10 - 1)])}"
    )


def telephone(chance: random.Random) -> str:
    end = f"{chance.randint(0, 999):03}"
    numbers = [f"020 7946 0{end}", f"+44 7700 900{end}", f"07700900{end}", f"0161 496 0{end}"]
    return f"{chance.choice(['Ring us on', 'Tel', 'The home is on'])} {chance.choice(numbers)}"


def chat_id(chance: random.Random) -> str:
    label = chance.choice(["Telegram id", "chat id", "user id:", "chat"])
    return f"{label} {chance.choice([valid(chance), chance.randint(10**9, 10**10 - 1)])}"


def order_number(chance: random.Random) -> str:
    """Return an order with a number of any length; ten digits that pass the check are asked about."""
    while True:
        digits = str(chance.randint(10 ** chance.randint(4, 13), 10**14))
        if not nhs.is_valid(digits):
            letters = chance.choice(["", "PO-", "SO", "INV "])
            return f"{chance.choice(['order', 'ref', 'invoice'])} {letters}{digits} is late"


def count_or_time(chance: random.Random) -> str:
    some, hour = chance.randint(1, 99), f"{chance.randint(0, 23):02}:{chance.randint(0, 59):02}"
    texts = [
        f"{some} residents with vomiting since {hour}",
        f"999 masks and {some} aprons left",
        f"{some} of 100 staff are vaccinated",
        f"training on 03/04/2027 at {hour} for {some}",
        f"room {some} needs a new carpet",
    ]
    return chance.choice(texts)


HIDDEN: list[tuple[Callable[[random.Random], str], Kind]] = [
    (number_in_other_digits, Kind.NHS_NUMBER),
    (number_with_letters, Kind.NHS_NUMBER),
    (birth_in_other_digits, Kind.DATE_OF_BIRTH),
    (name_in_other_letters, Kind.NAME),
    (room_in_other_digits, Kind.ROOM),
]


@pytest.mark.parametrize(("make", "kind"), HIDDEN)
def test_what_is_hidden_is_found(make: Callable[[random.Random], str], kind: Kind) -> None:
    chance = random.Random(make.__name__)
    missed = [text for _ in range(EACH) if kind not in find_identifying(text := make(chance))]

    assert missed == []


@pytest.mark.parametrize("make", [cqc_id, telephone, chat_id, order_number, count_or_time])
def test_what_only_looks_so_is_left_alone(make: Callable[[random.Random], str]) -> None:
    chance = random.Random(make.__name__)
    stopped = [text for _ in range(EACH) if find_identifying(text := make(chance))]

    assert stopped == []
