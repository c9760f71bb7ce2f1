"""Versions of what can be changed: an ETag on what is read, If-Match on what changes it."""

from __future__ import annotations

import re

from fastapi import Request

from matcher.errors import Precondition

_TAG = re.compile(r'"([1-9][0-9]{0,8})"')


def etag(version: int) -> dict[str, str]:
    """The header that names this version: strong, as in "3"."""
    return {"ETag": f'"{version}"'}


def version_named(request: Request) -> int:
    """The version in If-Match. Raises Precondition: 428 without one, 412 for anything but one such tag."""
    given = request.headers.getlist("if-match")
    if not given:
        raise Precondition("send If-Match with the ETag of the version that you read", missing=True)
    found = _TAG.fullmatch(given[0]) if len(given) == 1 else None
    if found is None:
        raise Precondition("If-Match names no version of this: send the ETag that you were given")
    return int(found[1])
