"""How the facts of one matter each are written; ``bot/db/record.py`` puts them together."""
