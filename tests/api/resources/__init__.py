"""A council's own data over HTTP, on both databases."""
