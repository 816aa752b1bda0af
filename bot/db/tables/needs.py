"""What homes need: escalations and their timelines."""

from sqlalchemy import (
    JSON,
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

# The same need of several homes at once, which a lead made one matter.
incidents = Table(
    "incidents",
    metadata,
    Column("incident_id", Integer, primary_key=True, autoincrement=False),
    Column("category", String, nullable=False),
    Column("team", String, nullable=False),
    Column("made_by", ForeignKey("persons.person_id")),
    Column("made_at", Moment, nullable=False),
)

escalations = Table(
    "escalations",
    metadata,
    Column("escalation_id", Integer, primary_key=True, autoincrement=False),
    Column("home_id", ForeignKey("homes.home_id"), nullable=False, index=True),
    Column("category", String, nullable=False),
    Column("team", String, nullable=False),
    Column("summary", Text, nullable=False),
    Column("state", String, nullable=False, index=True),
    Column("version", Integer, nullable=False, default=1),
    Column("owner_id", ForeignKey("persons.person_id")),
    to("assignments.assignment_id", index=True),
    Column("raised_at", Moment, nullable=False),
    Column("raised_by", ForeignKey("persons.person_id")),
    Column("resolved_at", Moment),
    Column("source", String, nullable=False, default="home"),
    Column("urgency", String, nullable=False, default="week"),
    # The policy as it was when the escalation was raised: a later edit of the content changes nothing under way.
    Column("policy", String, nullable=False, default=""),
    Column("steps", JSON, nullable=False),
    Column("word_seconds", Integer, nullable=False, default=0),
    Column("release_seconds", Integer, nullable=False, default=0),
    Column("step", Integer, nullable=False, default=0),
    Column("due_at", Moment),
    Column("asked", Boolean, nullable=False, default=False),
    Column("outcome", Text, nullable=False, default=""),
    to("incidents.incident_id", index=True),
)
# The clock looks every second at what moves next: what is resolved has no moment.
Index(
    "ix_escalations_due_at",
    escalations.c.due_at,
    sqlite_where=text("due_at IS NOT NULL"),
    postgresql_where=text("due_at IS NOT NULL"),
)

entries = Table(
    "entries",
    metadata,
    key("entry_id"),
    to("escalations.escalation_id", nullable=False, index=True),
    Column("kind", String, nullable=False),
    Column("text", Text, nullable=False, default=""),
    Column("person_id", ForeignKey("persons.person_id")),
    Column("at", Moment, nullable=False),
)

# A next step that was promised; ``next_at`` is when somebody is reminded of it, none once it is done or dropped.
actions = Table(
    "actions",
    metadata,
    Column("action_id", Integer, primary_key=True, autoincrement=False),
    to("escalations.escalation_id", nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("owner_id", ForeignKey("persons.person_id"), nullable=False, index=True),
    Column("due_on", Date, nullable=False),
    Column("next_at", Moment),
    Column("state", String, nullable=False),
    Column("made_by", ForeignKey("persons.person_id")),
    Column("made_at", Moment, nullable=False),
    Column("ended_at", Moment),
)
Index(
    "ix_actions_next_at",
    actions.c.next_at,
    sqlite_where=text("next_at IS NOT NULL"),
    postgresql_where=text("next_at IS NOT NULL"),
)

# What homes were last told of a contact of content/contacts.toml, and which homes those are.
contacts_told = Table(
    "contacts_told",
    metadata,
    Column("contact_id", String, primary_key=True),
    Column("digest", String, nullable=False),
    Column("at", Moment, nullable=False),
    Column("label", String, nullable=False, server_default=text("''")),
    Column("name", String, nullable=False, server_default=text("''")),
    Column("audience", String, nullable=False, server_default=text("''")),
)

# How it went, as a home says after its case was resolved; the newest of a case counts.
scores = Table(
    "scores",
    metadata,
    key("score_id"),
    to("escalations.escalation_id", nullable=False, index=True),
    Column("score", Integer, nullable=False),
    Column("text", Text, nullable=False, default=""),
    Column("person_id", ForeignKey("persons.person_id"), nullable=False),
    Column("at", Moment, nullable=False),
)
