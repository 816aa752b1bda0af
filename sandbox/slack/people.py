"""Owns the methods about who is who: auth.test, bots.info and users.*."""

from sandbox.slack.arguments import Arguments
from sandbox.slack.chat import Method
from sandbox.slack.paging import page
from sandbox.slack.refusal import Refused
from sandbox.slack.shapes import bot_object, user_object
from sandbox.slack.workspace import Json, Workspace


class People:
    """The methods about the app itself and the people of the workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def methods(self) -> dict[str, Method]:
        """Return the methods by name."""
        return {
            "auth.test": self.me,
            "api.test": self.echo,
            "bots.info": self.bot,
            "team.info": self.team,
            "users.info": self.info,
            "users.list": self.listed,
            "users.lookupByEmail": self.by_email,
        }

    def me(self, _: Arguments) -> Json:
        """Say whose token this is."""
        space = self._workspace
        return {
            "ok": True,
            "url": f"https://{space.domain}.slack.com/",
            "team": space.team_name,
            "user": "homeround",
            "team_id": space.team_id,
            "user_id": space.bot_user,
            "bot_id": space.bot_id,
            "is_enterprise_install": False,
        }

    def echo(self, arguments: Arguments) -> Json:
        """Answer, with the error that the caller asks for.

        Raises:
            Refused: Whatever ``error`` says.
        """
        if arguments.text("error"):
            raise Refused(arguments.text("error"))
        return {"ok": True, "args": {}}

    def bot(self, arguments: Arguments) -> Json:
        """Return the app's bot."""
        if arguments.text("bot") not in {"", self._workspace.bot_id}:
            raise Refused("bot_not_found")
        return {"ok": True, "bot": bot_object(self._workspace)}

    def team(self, _: Arguments) -> Json:
        """Return the workspace."""
        space = self._workspace
        team = {"id": space.team_id, "name": space.team_name, "domain": space.domain}
        return {"ok": True, "team": team}

    def info(self, arguments: Arguments) -> Json:
        """Return one person."""
        user = self._workspace.users.get(arguments.text("user"))
        if user is None:
            raise Refused("user_not_found")
        return {"ok": True, "user": user_object(self._workspace, user)}

    def listed(self, arguments: Arguments) -> Json:
        """Return everybody, page by page."""
        users, cursor = page(list(self._workspace.users.values()), arguments, 1000)
        members = [user_object(self._workspace, user) for user in users]
        return {"ok": True, "members": members, "response_metadata": {"next_cursor": cursor}}

    def by_email(self, arguments: Arguments) -> Json:
        """Return the person with this address."""
        email = arguments.needed("email").lower()
        for user in self._workspace.users.values():
            if user.email == email and not user.is_bot:
                return {"ok": True, "user": user_object(self._workspace, user)}
        raise Refused("users_not_found")
