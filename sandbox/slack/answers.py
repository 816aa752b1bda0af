"""Owns what the app's acknowledgement of a submitted modal does to it."""

from sandbox.slack.parcels import Receipt
from sandbox.slack.refusal import Refused
from sandbox.slack.viewcheck import checked_view
from sandbox.slack.views import Views
from sandbox.slack.workspace import Json, View

# What a person reads in Slack when the acknowledgement is missing or cannot be used.
TROUBLE = "We had some trouble connecting. Try again?"


class Answers:
    """Carries out ``response_action``: errors, update, push, clear, or closing the modal."""

    def __init__(self, views: Views) -> None:
        self._views = views

    def carry_out(self, view: View, receipt: Receipt) -> Json:
        """Return what the person sees: ``status``, and ``errors`` by block or ``trouble``."""
        result: Json = {"status": receipt.status}
        body = receipt.body or {}
        if not receipt.taken:
            return result | {"trouble": TROUBLE, "reason": receipt.reason}
        try:
            return result | self._act(view, body)
        except Refused as refused:
            return result | {"trouble": TROUBLE, "reason": refused.error, "faults": refused.faults}

    def _act(self, view: View, body: Json) -> Json:
        action = body.get("response_action")
        if action is None:
            self._views.take_off(view)
        elif action == "errors":
            return {"errors": _errors(view, body)}
        elif action == "update":
            self._views.change(view, checked_view(body.get("view"), "modal"))
        elif action == "push":
            pushed = self._views.put_on_top(view.user, checked_view(body.get("view"), "modal"))
            return {"view_id": pushed.id}
        elif action == "clear":
            self._views.clear(view.user)
        else:
            raise Refused("invalid_response_action")
        return {}


def _errors(view: View, body: Json) -> dict[str, str]:
    """Return the faults by block; one for a block that is no input is refused, as Slack does."""
    errors = body.get("errors")
    inputs = {b["block_id"] for b in view.body["blocks"] if b["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not errors.keys() <= inputs:
        raise Refused("invalid_errors")
    return {str(block): str(sentence) for block, sentence in errors.items()}
