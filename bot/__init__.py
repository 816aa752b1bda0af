"""The engine of Homeround: events in, messages out, and the database as the truth between them."""
