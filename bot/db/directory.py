"""The directory in the database: compared with what a file says, and brought up to it. Nothing is ever removed."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, func, insert, select, update

from bot.core.audience import Kind
from bot.db.tables import home_cqc_ids, home_labels, homes, memberships

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Described:
    """What a file says of one home; an empty ``home_id`` is looked up by the CQC id. Empty fields say nothing."""

    home_id: str
    cqc_location_id: str
    fields: Mapping[str, str | int | None]
    types: Sequence[str]
    tags: Sequence[str]


@dataclass(frozen=True, slots=True)
class Changed:
    """One home that the file describes otherwise: (field, before, after) each."""

    home_id: str
    name: str
    fields: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What an import would do. ``missing``: homes that the file does not have; they stay as they are."""

    created: tuple[tuple[str, str], ...]
    changed: tuple[Changed, ...]
    unchanged: int
    missing: tuple[tuple[str, str], ...]


def compare_and_keep(
    connection: Connection, described: Iterable[Described], now: datetime, *, keep: bool
) -> Comparison:
    """Compare the directory with what a file says; with ``keep``, bring it up to the file."""
    held = _held(connection)
    described = list(described)
    finder = _Finder(held, _by_cqc(connection), described)
    created: dict[str, Values] = {}
    changed: dict[str, Values] = {}
    seen: set[str] = set()
    told: list[Changed] = []
    for each in described:
        home_ids = finder.homes_of(each)
        for home_id in home_ids:
            seen.add(home_id)
            shared = not each.home_id and len(home_ids) > 1
            wanted = _wanted(each, home_id, shared=shared)
            if not each.home_id and finder.knows(each.cqc_location_id):
                del wanted["cqc_location_id"]  # known already: the present one, or a former one
            if home_id not in held:
                created[home_id] = wanted
                continue
            differences = _differences(held[home_id], wanted)
            if differences:
                told.append(Changed(home_id, held[home_id]["name"], differences))
                changed[home_id] = held[home_id] | {name: wanted[name] for name, *_ in differences}
    if keep:
        _keep(connection, created, changed, now)
    same = len(seen) - len(created) - len(changed)
    missing = tuple((home_id, held[home_id]["name"]) for home_id in sorted(held.keys() - seen))
    new = tuple((home_id, str(values["name"])) for home_id, values in created.items())
    return Comparison(new, tuple(told), same, missing)


class _Finder:
    """Finds which of our homes a row is about: by our id, by a CQC id that it has or had, or by its place.

    Where a home registers anew, CQC's files have its old id no more and a new one at the same place. Several
    settings may share one CQC location.
    """

    def __init__(
        self,
        held: Mapping[str, Values],
        by_cqc: Mapping[str, Sequence[str]],
        described: Sequence[Described],
    ) -> None:
        self._held = held
        self._by_cqc = by_cqc
        self._in_file = {each.cqc_location_id for each in described}
        self._new_at = Counter(_place(each.fields) for each in described if self._is_new(each))
        self._left_at: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for home_id, values in held.items():
            if values["cqc_location_id"] and values["cqc_location_id"] not in self._in_file:
                self._left_at[_place(values)].append(home_id)

    def knows(self, cqc_id: str) -> bool:
        """Say whether a home has this CQC id, or had it."""
        return cqc_id in self._by_cqc

    def homes_of(self, each: Described) -> list[str]:
        """Return our own ids of the homes that the row is about; an id of its own where it is about none."""
        if each.home_id:
            return [each.home_id]
        if self.knows(each.cqc_location_id):
            known = self._by_cqc[each.cqc_location_id]
            return [home_id for home_id in known if not self._has_newer_row(home_id, each)]
        return self._registered_anew(each) or [f"C{each.cqc_location_id}"]

    def _is_new(self, each: Described) -> bool:
        return not each.home_id and not self.knows(each.cqc_location_id)

    def _has_newer_row(self, home_id: str, each: Described) -> bool:
        present = self._held[home_id]["cqc_location_id"]
        return present != each.cqc_location_id and present in self._in_file

    def _registered_anew(self, each: Described) -> list[str]:
        """Return the homes at the row's place whose location is gone from the file; none where that is not plain."""
        place = _place(each.fields)
        left = self._left_at.get(place, [])
        is_one = len({self._held[home_id]["cqc_location_id"] for home_id in left}) == 1
        return left if all(place) and is_one and self._new_at[place] == 1 else []


def _place(fields: Mapping[str, Any]) -> tuple[str, str]:
    """Return the name and the postcode, however they are spaced and capitalised."""
    name, postcode = str(fields.get("name") or ""), str(fields.get("postcode") or "")
    return " ".join(name.casefold().split()), "".join(postcode.casefold().split())


# What CQC says of a location holds for the provider, not for each of several settings that share it.
_OF_THE_PROVIDER = ("provider", "cqc_provider_id", "rating")


def _wanted(each: Described, home_id: str, *, shared: bool) -> Values:
    said = {
        name: value
        for name, value in each.fields.items()
        if value not in ("", None) and (not shared or name in _OF_THE_PROVIDER)
    }
    wanted: Values = {"home_id": home_id, **said}
    if each.cqc_location_id:
        wanted["cqc_location_id"] = each.cqc_location_id
    if each.home_id or not shared:
        wanted[Kind.TYPE] = frozenset(each.types)
    if each.home_id:
        wanted[Kind.TAG] = frozenset(each.tags)
    elif "area" in wanted:
        # The network's own areas are finer than CQC's local authorities: kept where there are any.
        wanted["area_if_new"] = wanted.pop("area")
    return wanted


def _differences(before: Values, wanted: Values) -> tuple[tuple[str, str, str], ...]:
    found = []
    for name, value in wanted.items():
        if name == "area_if_new":
            continue
        if name == Kind.TYPE and value < before[name]:
            continue
        if before.get(name) != value:
            found.append((str(name), _shown(before.get(name)), _shown(value)))
    return tuple(found)


def _shown(value: Any) -> str:
    return ", ".join(sorted(value)) if isinstance(value, frozenset) else str(value or "")


def _held(connection: Connection) -> dict[str, Values]:
    held = {
        row["home_id"]: dict(row) | {Kind.TYPE: frozenset(), Kind.TAG: frozenset()}
        for row in connection.execute(select(homes)).mappings()
    }
    for row in connection.execute(select(home_labels)):
        held[row.home_id][row.kind] |= {row.value}
    return held


def _by_cqc(connection: Connection) -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in connection.execute(select(home_cqc_ids).order_by(home_cqc_ids.c.home_id)):
        found[row.cqc_id].append(row.home_id)
    return found


_EMPTY: Values = {
    column.name: "" for column in homes.columns if column.name not in ("beds", "imported_at")
}


def _keep(
    connection: Connection,
    created: Mapping[str, Values],
    changed: Mapping[str, Values],
    now: datetime,
) -> None:
    columns = set(homes.columns.keys())
    new = []
    for values in created.values():
        values.setdefault("area", values.get("area_if_new", ""))
        row = {name: value for name, value in values.items() if name in columns}
        new.append({**_EMPTY, "beds": None, **row, "imported_at": now})
    if new:
        connection.execute(insert(homes), new)
    if changed:
        rows = [
            {f"new_{name}": values.get(name) for name in columns} | {"new_imported_at": now}
            for values in changed.values()
        ]
        connection.execute(
            update(homes)
            .where(homes.c.home_id == bindparam("new_home_id"))
            .values({name: bindparam(f"new_{name}") for name in columns - {"home_id"}}),
            rows,
        )
    touched = {**created, **changed}
    _keep_labels(connection, touched)
    _keep_cqc_ids(connection, touched, now)


def _keep_labels(connection: Connection, touched: Mapping[str, Values]) -> None:
    labels = [
        {"home_id": home_id, "kind": kind.value, "value": value}
        for home_id, values in touched.items()
        for kind in (Kind.TYPE, Kind.TAG)
        for value in sorted(values.get(kind, ()))
    ]
    if touched:
        connection.execute(
            delete(home_labels).where(home_labels.c.home_id == bindparam("of_home")),
            [{"of_home": home_id} for home_id in touched],
        )
    if labels:
        connection.execute(insert(home_labels), labels)


def _keep_cqc_ids(connection: Connection, touched: Mapping[str, Values], now: datetime) -> None:
    known = {(row.home_id, row.cqc_id) for row in connection.execute(select(home_cqc_ids))}
    fresh = [
        {"home_id": home_id, "cqc_id": values["cqc_location_id"], "seen_at": now}
        for home_id, values in touched.items()
        if values.get("cqc_location_id") and (home_id, values["cqc_location_id"]) not in known
    ]
    if fresh:
        connection.execute(insert(home_cqc_ids), fresh)


def listing(connection: Connection) -> list[Values]:
    """Return every home by name, with its types, its tags and how many people have joined."""
    types: defaultdict[str, list[str]] = defaultdict(list)
    tags: defaultdict[str, list[str]] = defaultdict(list)
    labels = select(home_labels.c.home_id, home_labels.c.kind, home_labels.c.value)
    for home_id, kind, value in connection.execute(labels.order_by(home_labels.c.value)):
        (types if kind == Kind.TYPE else tags)[home_id].append(value)
    joined = and_(memberships.c.home_id == homes.c.home_id, memberships.c.until.is_(None))
    people = func.count(memberships.c.person_id.distinct())
    rows = connection.execute(
        select(homes, people)
        .outerjoin(memberships, joined)
        .group_by(homes.c.home_id)
        .order_by(homes.c.name)
    )
    # Named once and not by each row: there may be as many rows as homes in England.
    names = (*homes.c.keys(), "people")
    found: list[Values] = [dict(zip(names, row, strict=True)) for row in rows]
    for home in found:
        home_id = home["home_id"]
        home["types"], home["tags"] = types.get(home_id, []), tags.get(home_id, [])
    return found
