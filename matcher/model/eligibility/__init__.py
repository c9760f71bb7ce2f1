"""The filter: one mask per pair rule over a block of children × all homes.

The other half of a double entry: `matcher.rules` states each rule for one pair with its
reason; here the same rule is encoded again over arrays. A test holds the two registers
equal, and the masks equal to the reasons on random and boundary pairs.

`block` is what a mask looks at, `masks` the register, `sifting` what is asked of them. The masks
stand in `needs`, `measures`, `people` and `lists`.
"""

from matcher.model.eligibility import lists, measures, needs, people  # noqa: F401  (they register masks)
from matcher.model.eligibility.block import Block, blocks
from matcher.model.eligibility.masks import MASKS, excluded
from matcher.model.eligibility.sifting import Tally, eligible, tally

__all__ = ["MASKS", "Block", "Tally", "blocks", "eligible", "excluded", "tally"]
