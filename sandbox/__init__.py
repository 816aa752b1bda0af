"""A stand-in for Telegram and Slack on this machine, with one page to try both sides of every conversation."""

from sandbox.server import Sandbox, SandboxSettings

__all__ = ["Sandbox", "SandboxSettings"]
