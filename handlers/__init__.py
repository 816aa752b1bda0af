"""The conversations: one file each, pure functions from a turn to its outcome."""
