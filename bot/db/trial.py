"""What happens on trial to what would go to homes: the coordinators see it, and nobody else."""

from sqlalchemy import update

from bot.core.broadcasts import Broadcast, BroadcastState
from bot.core.messages import Message
from bot.core.sentences import Markup
from bot.core.turn import Say, ToCoordinators
from bot.db.say import posts_about
from bot.db.store import Store
from bot.db.tables import broadcasts


def show(store: Store, sent: Broadcast) -> None:
    """Show a broadcast that was decided to the coordinators alone, as homes would read it; it is over then."""
    drawn = store.desk.draw_broadcast(sent, store.desk.content)
    words = store.desk.content.words.trial
    shown = Message(words.shown.fill(text=Markup(drawn.text)), file=drawn.file)
    store.batch.queue(posts_about(store, Say(ToCoordinators(), shown)), store.at)
    store.connection.execute(
        update(broadcasts)
        .where(broadcasts.c.broadcast_id == sent.broadcast_id)
        .values(state=BroadcastState.SENT, sent_at=store.at, finished_at=store.at)
    )
