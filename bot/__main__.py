"""``python -m bot`` is ``homeround``."""

from bot.cli.main import main

if __name__ == "__main__":
    main()
