"""The three shapes of file: which columns each has, and what its columns mean."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.directory.entry import Entry

Row = Mapping[str, str]
Record = Sequence[str]

# What audience expressions call the care groups and kinds of setting.
OWN_GROUPS = {"OP": "older", "Dementia": "dementia", "LD": "ld", "MH": "mh", "PD": "pd"}
OWN_SETTINGS = {
    "care_home_op": "care_home",
    "care_home_specialist": "care_home",
    "extra_care_housing": "extra_care",
    "supported_living_ld": "supported_living",
}
# "Care directory with filters", monthly (CQC, "Using CQC data").
MONTHLY_TYPES = {
    "Service type - Care home service with nursing": "nursing",
    "Service type - Care home service without nursing": "residential",
    "Service type - Extra Care housing services": "extra_care",
    "Service type - Supported living service": "supported_living",
    "Service user band - Dementia": "dementia",
    "Service user band - Learning disabilities or autistic spectrum disorder": "ld",
    "Service user band - Mental Health": "mh",
    "Service user band - Older People": "older",
    "Service user band - Physical Disability": "pd",
}
# "CQC directory", weekly: the same in words for the public.
WEEKLY_TYPES = {
    "Nursing homes": "nursing",
    "Residential homes": "residential",
    "Supported housing": "extra_care",
    "Supported living": "supported_living",
    "Dementia": "dementia",
    "Learning disabilities": "ld",
    "Mental health conditions": "mh",
    "Caring for adults over 65 yrs": "older",
    "Physical disabilities": "pd",
}
OWN_COLUMNS = [
    "Setting ID",
    "Setting type",
    "Setting name",
    "Care groups",
    "Newsletter streams",
    "CQC registered setting (Y/N)",
    "Location ID",
    "Provider ID",
    "Provider Name",
    "Care home?",
    "Care homes beds",
    "Tenancies or units",
    "Location Latest Overall Rating",
    "Publication Date",
    "Location Local Authority",
    "Location Street Address",
    "Location City",
    "Location Postal Code",
    "Location Telephone Number",
    "Registered manager",
    "Neighbourhood",
    "Clinical lead (role)",
    "DSPT status",
    "NHSmail (Y/N)",
    "RESTORE2 trained (Y/N)",
    "Observation equipment (full/part/none)",
    "Infection control lead trained (Y/N)",
    "Chat channel",
    "Risk band",
    "Notes",
]
WEEKLY_COLUMNS = [
    "Name",
    "Also known as",
    "Address",
    "Postcode",
    "Phone number",
    "Service's website (if available)",
    "Service types",
    "Date of latest check",
    "Specialisms/services",
    "Provider name",
    "Local authority",
    "Region",
    "Location URL",
    "CQC Location ID (for office use only)",
    "CQC Provider ID (for office use only)",
]
# The monthly file has 122 columns; these are the ones that are read, so these must be there.
MONTHLY_COLUMNS = [
    "Location ID",
    "Location Name",
    "Dormant (Y/N)",
    "Care home?",
    "Location Telephone Number",
    "Registered manager",
    "Care homes beds",
    "Location Latest Overall Rating",
    "Location Local Authority",
    "Location Street Address",
    "Location City",
    "Location Postal Code",
    "Provider ID",
    "Provider Name",
    *MONTHLY_TYPES,
]
MONTHLY_WIDTH = 122


# CQC's files list every service there is, dentists and surgeries as well; these are the ones that are homes.
CARE_SETTINGS = frozenset({"nursing", "residential", "extra_care", "supported_living"})


@dataclass(frozen=True, slots=True)
class Shape:
    """One shape of file: the columns that its header must have, how many it has in all, and how a row is read."""

    name: str
    columns: tuple[str, ...]
    width: int
    read: Callable[[int, Row], Entry]
    types: Callable[[Row], tuple[str, ...]]
    area: Callable[[Row], str]

    def has(self, header: Record) -> bool:
        """Say whether this is its header."""
        return len(header) == self.width and set(self.columns) <= set(header)

    def is_care_setting(self, row: Row) -> bool:
        """Say whether a row is about a place where people live, and not about another service of CQC's."""
        return not CARE_SETTINGS.isdisjoint(self.types(row))

    def difference(self, header: Record) -> str:
        """Return how a header differs from this shape's."""
        missing = sorted(set(self.columns) - set(header))
        more = sorted(set(header) - set(self.columns)) if self.width == len(self.columns) else []
        said = [f"not that of {self.name}"]
        said += [f"missing: {', '.join(missing)}"] if missing else []
        said += [f"not expected: {', '.join(more)}"] if more else []
        if len(header) != self.width:
            said.append(f"it has {len(header)} columns, and {self.width} are expected")
        return "; ".join(said)


def _name_of(manager: str) -> str:
    """Return ``Abbeyfold, Samir`` as ``Samir Abbeyfold``."""
    last, comma, first = manager.partition(",")
    return f"{first.strip()} {last.strip()}" if comma else manager.strip()


def _telephone(number: str) -> str:
    # The weekly file is written by a spreadsheet that drops the first 0 of a number.
    dropped = number.isdecimal() and len(number) in (9, 10) and not number.startswith("0")
    return f"0{number}" if dropped else number


def _beds(text: str) -> int | None:
    # CQC writes 0 for a service without beds.
    return int(text or 0) or None


def _listed(values: str) -> tuple[str, ...]:
    return tuple(filter(None, (each.strip() for each in values.split("|"))))


def _known(names: Mapping[str, str], values: str) -> tuple[str, ...]:
    return tuple(names[each] for each in _listed(values) if each in names)


def _own_setting(row: Row) -> str:
    return OWN_SETTINGS.get(row["Setting type"], row["Setting type"])


def _own_types(row: Row) -> tuple[str, ...]:
    # A group that has no short name here is kept under its own.
    groups = (OWN_GROUPS.get(each, each) for each in _listed(row["Care groups"]))
    return tuple(filter(None, (_own_setting(row), *groups)))


def _own(number: int, row: Row) -> Entry:
    return Entry(
        row=number,
        home_id=row["Setting ID"].strip(),
        cqc_location_id=row["Location ID"].strip(),
        fields={
            "name": row["Setting name"],
            "setting": _own_setting(row),
            "area": row["Neighbourhood"],
            "provider": row["Provider Name"],
            "address": _joined(row["Location Street Address"], row["Location City"]),
            "postcode": row["Location Postal Code"],
            "telephone": _telephone(row["Location Telephone Number"]),
            "manager": _name_of(row["Registered manager"]),
            "beds": _beds(row["Care homes beds"]),
            "rating": row["Location Latest Overall Rating"],
            "cqc_provider_id": row["Provider ID"],
        },
        types=_own_types(row),
        tags=_listed(row["Newsletter streams"]),
    )


def _joined(*parts: str) -> str:
    return ", ".join(part.strip() for part in parts if part.strip())


def _monthly_types(row: Row) -> tuple[str, ...]:
    is_home = ["care_home"] if row["Care home?"] == "Y" else []
    return (*is_home, *(name for column, name in MONTHLY_TYPES.items() if row[column] == "Y"))


def _monthly(number: int, row: Row) -> Entry:
    return Entry(
        row=number,
        home_id="",
        cqc_location_id=row["Location ID"].strip(),
        fields={
            "name": row["Location Name"],
            "setting": "care_home" if row["Care home?"] == "Y" else "",
            "area": row["Location Local Authority"],
            "provider": row["Provider Name"],
            "address": _joined(row["Location Street Address"], row["Location City"]),
            "postcode": row["Location Postal Code"],
            "telephone": _telephone(row["Location Telephone Number"]),
            "manager": _name_of(row["Registered manager"]),
            "beds": _beds(row["Care homes beds"]),
            "rating": row["Location Latest Overall Rating"],
            "cqc_provider_id": row["Provider ID"],
        },
        types=_monthly_types(row),
    )


def _weekly_types(row: Row) -> tuple[str, ...]:
    types = _known(WEEKLY_TYPES, f"{row['Service types']}|{row['Specialisms/services']}")
    is_home = "nursing" in types or "residential" in types
    return (*(["care_home"] if is_home else []), *types)


def _weekly(number: int, row: Row) -> Entry:
    types = _weekly_types(row)
    return Entry(
        row=number,
        home_id="",
        cqc_location_id=row["CQC Location ID (for office use only)"].strip(),
        fields={
            "name": row["Name"],
            "setting": "care_home" if "care_home" in types else "",
            "area": row["Local authority"],
            "provider": row["Provider name"],
            "address": _joined(*row["Address"].split(",")),
            "postcode": row["Postcode"],
            "telephone": _telephone(row["Phone number"]),
            "cqc_provider_id": row["CQC Provider ID (for office use only)"],
        },
        types=types,
    )


OWN = Shape(
    "the network's own file",
    tuple(OWN_COLUMNS),
    len(OWN_COLUMNS),
    _own,
    _own_types,
    lambda row: row["Location Local Authority"],
)
WEEKLY = Shape(
    "CQC's weekly directory",
    tuple(WEEKLY_COLUMNS),
    len(WEEKLY_COLUMNS),
    _weekly,
    _weekly_types,
    lambda row: row["Local authority"],
)
MONTHLY = Shape(
    "CQC's monthly care directory",
    tuple(MONTHLY_COLUMNS),
    MONTHLY_WIDTH,
    _monthly,
    _monthly_types,
    lambda row: row["Location Local Authority"],
)
SHAPES = (OWN, WEEKLY, MONTHLY)
