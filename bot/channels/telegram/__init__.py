"""Telegram: updates in by long polling or a webhook, messages out as HTML. Alone imports python-telegram-bot."""
