"""The charts: the same bytes every time, named, and with every figure they were given."""
