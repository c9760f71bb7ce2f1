"""The checker: recomputes every claim of an answer from the case alone, without the solver.

It shares no code with the model builder. What may be placed where is asked of the rule book
and restated here in plain integer loops; what it costs is restated here only.
"""

from matcher.verify.breach import Breach
from matcher.verify.check import verify

__all__ = ["Breach", "verify"]
