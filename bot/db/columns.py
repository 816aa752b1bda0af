"""What the tables are made with: names for their constraints, and moments that are never naive."""

from datetime import UTC, datetime

from sqlalchemy import Column, DateTime, Dialect, ForeignKey, Integer, MetaData, TypeDecorator

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """An aware UTC moment. SQLite has no zones, so it holds the UTC reading there."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment in UTC.

        Raises:
            ValueError: The moment is naive.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(value)
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment, aware."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def key(name: str) -> Column[int]:
    """Return the column of a row's number, given by the database."""
    return Column(name, Integer, primary_key=True)


def to(column: str, *, nullable: bool = True, index: bool = False) -> Column[int]:
    """Return the column that points at another table's key, by the same name."""
    name = column.rsplit(".", 1)[1]
    return Column(name, ForeignKey(column), nullable=nullable, index=index)
