"""The Python API as callers see it: the same answer every time, progress, options, alternatives."""
