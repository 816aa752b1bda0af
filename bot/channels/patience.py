"""How long a platform may take: both are given the same time."""

from datetime import timedelta

# How long one call may take, and how long the connection to it; a long poll adds its own time.
PATIENCE = timedelta(seconds=10)
CONNECT_PATIENCE = timedelta(seconds=5)
