"""The specification: what is allowed, why, and by which source. Pure Python, no solver."""
