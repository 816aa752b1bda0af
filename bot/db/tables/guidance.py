"""Guidance: the feeds that are watched, the documents found, every version of each, and what became of it."""

from sqlalchemy import Boolean, Column, ForeignKey, Integer, String, Table, Text, UniqueConstraint

from bot.db.columns import Moment, metadata, to

# What is watched is told by content/feeds.toml; here is how far each was read.
feeds = Table(
    "feeds",
    metadata,
    Column("feed_id", String, primary_key=True),
    Column("address", String, nullable=False),  # what etag and modified are of
    Column("due_at", Moment, nullable=False, index=True),
    Column("etag", String, nullable=False, default=""),
    Column("modified", String, nullable=False, default=""),
    Column(
        "first_read_at", Moment
    ),  # empty = what is found fills the library and is told to nobody
    Column("read_at", Moment),
    Column("newest_at", Moment),  # when it last listed anything new
    Column("failures", Integer, nullable=False, default=0),  # in a row
    Column("trouble", String, nullable=False, default=""),
    Column("detail", String, nullable=False, default=""),
    Column("told", String, nullable=False, default=""),  # of which trouble its owner heard last
)

# One row a page of a publisher's, whichever feeds name it.
guidance = Table(
    "guidance",
    metadata,
    Column("guidance_id", Integer, primary_key=True, autoincrement=False),
    Column("page", String, nullable=False, unique=True),  # host and path
    Column("url", String, nullable=False),
    Column("title", String, nullable=False),
    Column("publisher", String, nullable=False, default=""),
    Column("feed_id", String, nullable=False, index=True),
    Column("standing", String, nullable=False),  # current, withdrawn, moved, gone
    Column("moved_to", String, nullable=False, default=""),
    Column("version", Integer, nullable=False),
    Column("updated_at", Moment),  # by the publisher's own clock
    Column("first_seen_at", Moment, nullable=False),
    Column("checked_at", Moment),
    Column("missed_at", Moment),  # when its page was asked for in vain
    Column("fingerprint", String, nullable=False, default=""),
    Column("etag", String, nullable=False, default=""),
    Column("topic", String, nullable=False, default=""),
    Column("audience", String, nullable=False, default="all"),
    Column(
        "listed", Boolean, nullable=False, default=False
    ),  # whether homes find it in the library
    Column(
        "gist", Text, nullable=False, default=""
    ),  # how its text begins, to be found by its words
)

# One row a version of a document: its text, its difference from the one before, and what was decided.
changes = Table(
    "changes",
    metadata,
    Column("change_id", Integer, primary_key=True, autoincrement=False),
    to("guidance.guidance_id", nullable=False),
    Column("version", Integer, nullable=False),
    Column("kind", String, nullable=False),  # learned, new, major, silent, withdrawn, moved, gone
    Column("title", String, nullable=False),
    Column("note", Text, nullable=False, default=""),  # in the publisher's own words
    Column("text", Text, nullable=False, default=""),  # a sentence a line, as are the next two
    Column("added", Text, nullable=False, default=""),
    Column("removed", Text, nullable=False, default=""),
    Column("published_at", Moment),
    Column("seen_at", Moment, nullable=False),
    Column("team", String, nullable=False),
    Column("decision", String, nullable=False, index=True),  # see Decision
    Column("rank", Integer, nullable=False, default=0),
    Column("audience", String, nullable=False, default="all"),
    Column("urgent", Boolean, nullable=False, default=False),
    Column("climbs_at", Moment),  # when it is shown to more people, unless it was decided
    Column("climbed", Integer, nullable=False, default=0),
    Column("assigned_to", ForeignKey("persons.person_id")),
    Column("decided_by", ForeignKey("persons.person_id")),
    Column("rule", String, nullable=False, default=""),  # of content/triage.toml, that let it go
    Column("decided_at", Moment),
    Column("summary", Text, nullable=False, default=""),  # in a lead's own words
    Column("action", Text, nullable=False, default=""),  # empty = for information
    Column("material", Boolean, nullable=False, default=False),  # homes confirm it
    Column("confirm_by", Moment, index=True),
    to("broadcasts.broadcast_id", index=True),
    to("items.item_id"),  # of the newsletter that it was put into
    UniqueConstraint("guidance_id", "version"),
)
