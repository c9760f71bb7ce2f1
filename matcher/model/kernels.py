"""Where compiled kernels are kept: apart for every version of their sources.

A kernel that is compiled into another is not compiled again when its source changes: after an
update the old one would still run. So the place carries a fingerprint of all their sources.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

HERE = Path(__file__).parent


def fingerprint() -> str:
    """A short fingerprint of every source file of this folder that has to do with a kernel."""
    digest = hashlib.sha256()
    for source in (path.read_bytes() for path in sorted(HERE.glob("*.py"))):
        if b"numba" in source or b"NamedTuple" in source:
            digest.update(source)
    return digest.hexdigest()[:12]


def keep_apart() -> None:
    """Name the place, within one that is named already; it counts until numba is imported."""
    named = Path(os.environ.get("NUMBA_CACHE_DIR", HERE / "__pycache__"))
    own = f"kernels-{fingerprint()}"
    if named.name != own:
        os.environ["NUMBA_CACHE_DIR"] = str(named / own)
