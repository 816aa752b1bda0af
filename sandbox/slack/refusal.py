"""Owns how the Slack stand says no."""

from collections.abc import Sequence

from sandbox.slack.workspace import Json


class Refused(Exception):
    """The call is refused with one of Slack's error codes; nothing was changed."""

    def __init__(self, error: str, faults: Sequence[str] = ()) -> None:
        super().__init__(error)
        self.error = error
        self.faults = tuple(faults)

    def answer(self) -> Json:
        """Return the body that Slack answers with, the single faults in ``response_metadata``."""
        body: Json = {"ok": False, "error": self.error}
        if self.faults:
            body["errors"] = list(self.faults)
            body["response_metadata"] = {"messages": [f"[ERROR] {fault}" for fault in self.faults]}
        return body


class Impossible(Exception):
    """A person of the workspace cannot do this; the text is one sentence for the control API."""
