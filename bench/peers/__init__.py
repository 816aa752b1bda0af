"""Other bots that do the same work, each a process of an environment of its own: README.md says what each is."""
