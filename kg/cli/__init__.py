"""The command line: one function per command, each parses, calls one thing and prints."""
