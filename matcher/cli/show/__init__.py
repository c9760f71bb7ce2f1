"""One file an answer: how a person reads it on a terminal of 80 columns, with or without colour."""
