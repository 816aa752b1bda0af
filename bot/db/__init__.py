"""The database: the one owner of SQLAlchemy. Tables, what is asked of them, and what is recorded in them."""
