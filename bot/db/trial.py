"""What happens on trial to what would go to homes: the coordinators see it, and nobody else."""

from bot.core.broadcasts import Broadcast
from bot.core.messages import Message
from bot.core.sentences import Markup
from bot.core.turn import Say, ToCoordinators
from bot.db import broadcasts
from bot.db.say import posts_about
from bot.db.store import Store


def show(store: Store, sent: Broadcast) -> None:
    """Show a broadcast that was decided to the coordinators alone, as homes would read it."""
    text = Markup(store.desk.draw_broadcast(sent, store.desk.content).text)
    shown = Message(store.desk.content.words.trial.shown.fill(text=text))
    store.batch.queue(posts_about(store, Say(ToCoordinators(), shown)), store.at)
    broadcasts.show_only(store.connection, sent.broadcast_id, store.at)
