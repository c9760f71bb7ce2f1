"""The command line: what it prints for people and for programs, and how it ends."""
