"""How facts of newsletters and of their approval are written."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.core import facts
from bot.core.turn import Caller
from bot.db import drafts, items
from bot.db.store import Store


def _changed(store: Store, caller: Caller, fact: facts.BroadcastChanged) -> None:
    drafts.change(store.connection, fact, caller.person_id, store.at)


def _asked(store: Store, caller: Caller, fact: facts.ApprovalAsked) -> None:
    drafts.ask(store.connection, fact, caller.person_id)


def _returned(store: Store, _caller: Caller, fact: facts.BroadcastReturned) -> None:
    drafts.give_back(store.connection, fact)


def _approved(store: Store, caller: Caller, fact: facts.ApprovalDecided) -> None:
    drafts.approve(store.connection, fact, caller.person_id, store.at)


def _drafted(store: Store, caller: Caller, fact: facts.NewsletterDrafted) -> None:
    drafts.draft_newsletter(store.connection, fact, caller.person_id, store.at)


def _added(store: Store, caller: Caller, fact: facts.ItemAdded) -> None:
    items.add(store.connection, fact.item, caller.person_id, store.at)


def _item_changed(store: Store, _caller: Caller, fact: facts.ItemChanged) -> None:
    items.change(store.connection, fact.item)


def _placed(store: Store, _caller: Caller, fact: facts.ItemPlaced) -> None:
    items.place(store.connection, fact)


WRITERS: Mapping[type, Callable[[Store, Caller, Any], None]] = {
    facts.BroadcastChanged: _changed,
    facts.BroadcastReturned: _returned,
    facts.ApprovalAsked: _asked,
    facts.ApprovalDecided: _approved,
    facts.NewsletterDrafted: _drafted,
    facts.ItemAdded: _added,
    facts.ItemChanged: _item_changed,
    facts.ItemPlaced: _placed,
}
