"""The commands of the command line: they read arguments, call the rooms, and print what these return."""
