"""The demo: the main job played on one machine, by the real commands, against the sandbox."""
