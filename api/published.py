"""The OpenAPI document as it is committed: `python -m api.published` writes it to the standard output."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from api.main import create_app
from api.settings import ServerSettings


def published() -> str:
    """The document of the default settings, a field a line, so that a change of it is seen in review.

    Without the examples that are cut from the demonstration: those change with its data.
    """
    document: dict[str, Any] = create_app(ServerSettings(data_dir=Path("no-data"))).openapi()
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(published())
