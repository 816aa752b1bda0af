"""errbot: its Telegram backend, one plugin that stores and echoes."""
