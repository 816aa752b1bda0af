"""What every peer keeps: each text as one committed insert, as safe on disk as Homeround's own rows.

Only the standard library: it is imported in the peers' environments.
"""

import sqlite3


class Messages:
    """The texts that came, in a SQLite file."""

    def __init__(self, path: str) -> None:
        """Open the file, or make it."""
        # Committed statement by statement; a peer may take texts in another thread than the one that opened.
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = FULL")
        self._connection.execute(
            "CREATE TABLE IF NOT EXISTS messages (chat TEXT NOT NULL, body TEXT NOT NULL)"
        )

    def keep(self, chat: str, text: str) -> None:
        """Keep one text; it is committed."""
        self._connection.execute("INSERT INTO messages VALUES (?, ?)", (chat, text))

    def count(self) -> int:
        """Return how many were kept."""
        found: int = self._connection.execute("SELECT count(*) FROM messages").fetchone()[0]
        return found

    def close(self) -> None:
        """Close the file."""
        self._connection.close()
