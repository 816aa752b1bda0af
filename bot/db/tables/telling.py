"""Broadcasts, and what each home made of them."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    text,
)

from bot.db.columns import Moment, key, metadata, to

broadcasts = Table(
    "broadcasts",
    metadata,
    Column("broadcast_id", Integer, primary_key=True, autoincrement=False),
    Column("kind", String, nullable=False, server_default="announcement"),
    Column("author_id", ForeignKey("persons.person_id")),
    Column("edition", String, nullable=False, server_default=text("''")),  # of a newsletter
    # The local date: of a newsletter's closing, or of one of those that come again.
    Column("issue", String, nullable=False, server_default=text("''")),
    Column("title", String, nullable=False, server_default=text("''")),
    Column("audience", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("urgent", Boolean, nullable=False),
    Column("ack", Boolean, nullable=False),
    Column("state", String, nullable=False, index=True),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("made_at", Moment, nullable=False),
    Column("send_at", Moment),
    Column("sent_at", Moment),
    Column("finished_at", Moment),
    Column("chased_at", Moment),  # those who had not read it were asked once
    Column("corrected_at", Moment),
    Column("withdrawn_at", Moment),
    to("recurring.recurring_id"),
)

# One newsletter an issue of its edition, however often the clock asks for it.
Index(
    "uq_broadcasts_issue",
    broadcasts.c.edition,
    broadcasts.c.issue,
    unique=True,
    sqlite_where=text("edition <> ''"),
    postgresql_where=text("edition <> ''"),
)
# One broadcast a local date of what comes again, however often the clock asks for it; the pattern has no date.
Index(
    "uq_broadcasts_recurring",
    broadcasts.c.recurring_id,
    broadcasts.c.issue,
    unique=True,
    sqlite_where=text("recurring_id IS NOT NULL"),
    postgresql_where=text("recurring_id IS NOT NULL"),
)

broadcast_parts = Table(
    "broadcast_parts",
    metadata,
    Column("broadcast_id", ForeignKey("broadcasts.broadcast_id"), primary_key=True),
    Column("channel", String, primary_key=True),
    Column("part", Integer, primary_key=True),
    Column("payload", Text, nullable=False),
    to("files.file_id"),  # what it brings, where it is a file and no text
)

# One row a home of the audience: who it went to, or why to nobody, and what the home said of it.
receipts = Table(
    "receipts",
    metadata,
    Column("broadcast_id", ForeignKey("broadcasts.broadcast_id"), primary_key=True),
    Column("home_id", ForeignKey("homes.home_id"), primary_key=True),
    Column("account_id", ForeignKey("accounts.account_id")),
    Column("gap", String, nullable=False, default=""),
    Column("read_at", Moment),
    Column("read_by", ForeignKey("persons.person_id")),
    Column("acknowledged_at", Moment),
    Column("acknowledged_by", ForeignKey("persons.person_id")),
    Index("ix_receipts_home", "home_id"),
)
Index(
    "ix_receipts_read_at",
    receipts.c.read_at,
    sqlite_where=text("read_at IS NOT NULL"),
    postgresql_where=text("read_at IS NOT NULL"),
)

# What homes confirmed of a text that was corrected since, where they were asked anew: ``version`` was the last of it.
confirmations = Table(
    "confirmations",
    metadata,
    Column("broadcast_id", ForeignKey("broadcasts.broadcast_id"), primary_key=True),
    Column("home_id", ForeignKey("homes.home_id"), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("person_id", ForeignKey("persons.person_id")),
    Column("at", Moment, nullable=False),
)

# Every text that a broadcast has had, with who wrote it and when: what homes were told, and what it became.
broadcast_versions = Table(
    "broadcast_versions",
    metadata,
    Column("broadcast_id", ForeignKey("broadcasts.broadcast_id"), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("what", String, nullable=False),  # written, changed, corrected or withdrawn
    Column("title", String, nullable=False, default=""),
    Column("text", Text, nullable=False),
    Column("audience", String, nullable=False),
    Column("person_id", ForeignKey("persons.person_id")),
    Column("at", Moment, nullable=False),
)

# Who let which version go; one of an earlier version counts no more.
approvals = Table(
    "approvals",
    metadata,
    key("approval_id"),
    to("broadcasts.broadcast_id", nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("decision", String, nullable=False),  # approved or sent_back
    Column("note", Text, nullable=False, default=""),
    Column("person_id", ForeignKey("persons.person_id")),  # empty = the operator
    Column("at", Moment, nullable=False),
)

# What goes into a newsletter, from when somebody thought of it until it was in one, or dropped.
items = Table(
    "items",
    metadata,
    Column("item_id", Integer, primary_key=True, autoincrement=False),
    Column("edition", String, nullable=False, index=True),
    Column("section", String, nullable=False, default=""),
    Column("title", String, nullable=False),
    Column("text", Text, nullable=False, default=""),
    Column("link", String, nullable=False, default=""),
    Column("audience", String, nullable=False, default="all"),
    Column("action", String, nullable=False, default=""),  # empty = for information
    Column("expires_on", Date),
    Column("state", String, nullable=False, index=True),  # see ItemState
    Column("place", Integer, nullable=False, default=0),
    to("broadcasts.broadcast_id", index=True),
    to("meetings.meeting_id", index=True),
    Column("author_id", ForeignKey("persons.person_id")),
    Column("made_at", Moment, nullable=False),
)

# When a broadcast goes out again and again: the pattern of the same number, whose state says whether it still does.
# Each time it falls due, a broadcast of its own is made; its issue is the local date.
recurring = Table(
    "recurring",
    metadata,
    Column("recurring_id", Integer, primary_key=True, autoincrement=False),
    Column("opens", String, nullable=False),  # local time in words
    Column("on_holidays", String, nullable=False),  # before, after, skip or keep
    Column("until", Date),
    Column("since", Moment, nullable=False),  # nothing that was due before this goes out
)
