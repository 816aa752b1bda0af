"""Slack: events in over a socket or signed requests, messages out as Block Kit. Alone imports its libraries."""
