"""Runs, their proposals, what has moved since, and stored scenarios."""
