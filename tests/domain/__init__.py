"""The case document: what is refused, where, and with which words."""
