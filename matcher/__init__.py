"""Placement Matcher: which home for which child, proved, priced and explained.

Importing this package loads nothing else: `matcher.verify` must run where the
solver is not installed.
"""

__version__ = "0.1.0"
