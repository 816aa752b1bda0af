"""How the Bot API says no."""


class Refused(Exception):
    """A call that is not carried out, with Telegram's own code and description."""

    def __init__(self, code: int, description: str, retry_after: int = 0) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after

    def body(self) -> dict[str, object]:
        """Return the answer as the Bot API writes it."""
        said: dict[str, object] = {
            "ok": False,
            "error_code": self.code,
            "description": self.description,
        }
        if self.retry_after:
            said["parameters"] = {"retry_after": self.retry_after}
        return said


def bad_request(reason: str) -> Refused:
    """Return a 400."""
    return Refused(400, f"Bad Request: {reason}")
