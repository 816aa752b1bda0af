"""opsdroid: its Telegram connector, one skill that stores and echoes."""
