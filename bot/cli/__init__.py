"""The command line: what an operator and a coordinator type. One file a group of commands."""
