"""What ``errbot --config`` reads: the backend, the plugin, and nothing else that would cost time."""

import logging
import os
from pathlib import Path

_HERE = Path(__file__).parent

BACKEND = "Local"
BOT_IDENTITY = {"token": os.environ["BENCH_TOKEN"]}
BOT_ADMINS = ("1",)
BOT_DATA_DIR = os.environ["BENCH_FOLDER"]
BOT_EXTRA_BACKEND_DIR = str(_HERE / "backend")
BOT_EXTRA_PLUGIN_DIR = str(_HERE / "plugin")
BOT_LOG_FILE = None
BOT_LOG_LEVEL = logging.WARNING
# In the peer's favour: its own default writes the number of every update to a file.
STORAGE = "Memory"
CORE_PLUGINS = ()
AUTOINSTALL_DEPS = False
