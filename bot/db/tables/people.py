"""Homes and the people who run them: who they are, and how they are written to."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint, text

from bot.db.columns import Moment, key, metadata

homes = Table(
    "homes",
    metadata,
    Column("home_id", String, primary_key=True),
    Column("name", String, nullable=False, index=True),
    Column("setting", String, nullable=False, default=""),
    Column("area", String, nullable=False, default="", index=True),
    Column("provider", String, nullable=False, default="", index=True),
    Column("address", String, nullable=False, default=""),
    Column("postcode", String, nullable=False, default=""),
    Column("telephone", String, nullable=False, default=""),
    Column("manager", String, nullable=False, default=""),
    Column("beds", Integer),
    Column("rating", String, nullable=False, default=""),
    Column("cqc_location_id", String, nullable=False, default="", index=True),
    Column("cqc_provider_id", String, nullable=False, default=""),
    Column("imported_at", Moment, nullable=False),
)

# Former CQC ids as well: a re-registered home keeps its own id and its history.
home_cqc_ids = Table(
    "home_cqc_ids",
    metadata,
    Column("home_id", ForeignKey("homes.home_id"), primary_key=True),
    Column("cqc_id", String, primary_key=True, index=True),
    Column("seen_at", Moment, nullable=False),
)

# What audience expressions pick homes by: kind is "type" or "tag".
home_labels = Table(
    "home_labels",
    metadata,
    Column("home_id", ForeignKey("homes.home_id"), primary_key=True),
    Column("kind", String, primary_key=True),
    Column("value", String, primary_key=True),
    Index("ix_home_labels_kind_value", "kind", "value", "home_id"),
)

persons = Table(
    "persons",
    metadata,
    key("person_id"),
    Column("name", String, nullable=False),
    Column("joined_at", Moment, nullable=False),
    Column("left_at", Moment),
    # Somebody else of their homes gets meanwhile what homes get.
    Column("away_from", Moment),
    Column("away_until", Moment),
)

memberships = Table(
    "memberships",
    metadata,
    key("membership_id"),
    Column("home_id", ForeignKey("homes.home_id"), nullable=False, index=True),
    Column("person_id", ForeignKey("persons.person_id"), nullable=False, index=True),
    Column("role", String, nullable=False),
    Column("since", Moment, nullable=False),
    Column("until", Moment),
)

team_members = Table(
    "team_members",
    metadata,
    key("team_member_id"),
    Column("team", String, nullable=False, index=True),
    Column("person_id", ForeignKey("persons.person_id"), nullable=False, index=True),
    Column("since", Moment, nullable=False),
    Column("until", Moment),
)

accounts = Table(
    "accounts",
    metadata,
    key("account_id"),
    Column("person_id", ForeignKey("persons.person_id"), nullable=False, index=True),
    Column("channel", String, nullable=False),
    Column("chat", String, nullable=False),
    # A hash of the chat: lane n of m takes the chats whose key leaves n when divided by m.
    Column("lane_key", Integer, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("last_used_at", Moment, nullable=False),
    Column("shut_at", Moment),
    Column("shut_reason", String, nullable=False, default=""),
    UniqueConstraint("channel", "chat"),
)
# The clock looks every second at what has changed since it looked last: few rows, however many there are.
Index(
    "ix_accounts_shut_at",
    accounts.c.shut_at,
    sqlite_where=text("shut_at IS NOT NULL"),
    postgresql_where=text("shut_at IS NOT NULL"),
)

invites = Table(
    "invites",
    metadata,
    key("invite_id"),
    Column("code_hash", String, nullable=False, unique=True),
    Column("role", String, nullable=False),
    Column("home_id", ForeignKey("homes.home_id")),
    Column("team", String),
    Column("person_id", ForeignKey("persons.person_id")),
    Column("name", String, nullable=False, default=""),
    Column("made_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
    Column("used_by", ForeignKey("persons.person_id")),
)

wrong_codes = Table(
    "wrong_codes",
    metadata,
    key("wrong_code_id"),
    Column("channel", String, nullable=False),
    Column("chat", String, nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_wrong_codes_chat", "channel", "chat", "at"),
)
