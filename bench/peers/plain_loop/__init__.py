"""python-telegram-bot alone: a broadcast as most bots write it."""
