"""One file a group of commands. Each imports what it needs when it runs, never before."""
