"""Proof of the map: what can be typed, where it is, how far, in whose area."""
