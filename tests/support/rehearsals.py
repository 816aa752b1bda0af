"""A database in which things can be tried: nothing of a rehearsal lasts, so thousands need one set-up only."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import Transaction, event

from bot.db.database import Connection, Database

T = TypeVar("T")

_WRITES = re.compile(r"\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+(\w+)")


class Rehearsed(Database):
    """Like the database it is made of; inside ``rehearsal`` every commit is one within a transaction that is undone."""

    def __init__(self, database: Database) -> None:
        super().__init__(database.url.render_as_string(hide_password=False))
        self._stage: Connection | None = None
        self.written: set[str] = set()
        event.listen(self._engine, "before_cursor_execute", self._note)

    def _note(self, _connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if found := _WRITES.match(statement):
            self.written.add(found[1])

    @contextmanager
    def rehearsal(self) -> Iterator[None]:
        """Let everything until the end of this be as if it had never been; ``written`` names the tables it wrote."""
        self.written = set()
        with self._one_transaction() as transaction:
            yield
            transaction.rollback()

    @contextmanager
    def in_one_go(self) -> Iterator[None]:
        """Keep everything until the end of this in one commit, which is quicker than many."""
        with self._one_transaction() as transaction:
            yield
            transaction.commit()

    @contextmanager
    def _one_transaction(self) -> Iterator[Transaction]:
        with self._engine.connect() as connection, connection.begin() as transaction:
            self._stage = connection
            try:
                yield transaction
            finally:
                self._stage = None

    @contextmanager
    def write(self) -> Iterator[Connection]:
        if self._stage is None:
            with super().write() as connection:
                yield connection
        else:
            with self._stage.begin_nested():
                yield self._stage

    @contextmanager
    def read(self) -> Iterator[Connection]:
        if self._stage is None:
            with super().read() as connection:
                yield connection
        else:
            yield self._stage

    async def run(self, work: Callable[..., T], *args: object) -> T:
        """Do the work where it is asked for: a stage is no place for several threads."""
        return await super().run(work, *args) if self._stage is None else work(*args)
