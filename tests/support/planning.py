"""Leads who schedule: what they fill in, by a modal in Slack and by messages in Telegram."""

from bot.core.forms import FieldKind
from tests.support.network import Network, Player

TEXT = "**Flu** jabs start on Monday."
SHOWN = "Flu jabs start on Monday."


def lead_in(
    network: Network, channel: str, name: str = "Amara", team: str = "coordinators"
) -> Player:
    """Return a lead who has joined on this channel."""
    player = (
        network.slack(f"U-{name}", name)
        if channel == "slack"
        else network.telegram(f"8{len(name)}1", name)
    )
    player.says(network.code_for_lead(name, team))
    player.presses("Yes, join")
    return player


def fills(lead: Player, form_id: str, **values: str) -> None:
    """Fill in the form that was just opened; choices by their value."""
    if lead.form is not None:
        assert lead.form.id == form_id
        lead.submits(**values)
        return
    for field in lead.network.content.forms[form_id].fields:
        value = values.get(field.id, "")
        labels = {each.value: each.label for each in field.choices}
        if field.kind is FieldKind.CHOICE:
            if value:  # one that is asked only sometimes has none
                lead.presses(labels[value])
        elif value:
            lead.says(value)
        else:
            lead.presses(lead.network.content.words.forms.skip)


def writes(lead: Player, text: str = TEXT, audience: str = "all", **more: str) -> None:
    """Write a broadcast, up to its preview."""
    lead.commands("broadcast")
    fills(
        lead,
        "broadcast",
        **{"audience": audience, "text": text, "urgent": "no", "ack": "no"} | more,
    )


def schedules(lead: Player, when: str, **more: str) -> None:
    """Write a broadcast and let it go out later."""
    writes(lead, **more)
    lead.presses(lead.network.content.words.broadcast.send_later)
    fills(lead, "when", when=when)


def repeats(
    lead: Player, opens: str, on_holidays: str = "after", until: str = "", **more: str
) -> None:
    """Write a broadcast and let it go out again and again."""
    writes(lead, **more)
    lead.presses(lead.network.content.words.broadcast.repeat)
    fills(lead, "repeat", opens=opens, on_holidays=on_holidays, until=until)


def copies(player: Player, text: str = SHOWN) -> int:
    """Return how many copies of a broadcast somebody has."""
    player.network.deliver()
    return [each.text for each in player.messages].count(text)
