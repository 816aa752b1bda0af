"""Owns the stand-in for Slack: its Web API, events, interactivity and Socket Mode, in memory."""
