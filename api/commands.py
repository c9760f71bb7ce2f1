"""The bodies of commands: small, strict, and refused with all their faults and nothing of what was sent."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, TypeVar

from anyio import to_thread
from fastapi import Request
from pydantic import BaseModel, ValidationError

from api.described import REF
from api.documents import body_of
from api.errors import Refused
from matcher.domain.bounds import most_faults
from matcher.domain.commands.referrals import fill_unknown
from matcher.domain.reading import parse_json
from matcher.domain.telling import all_faults
from matcher.errors import BadCase, Fault
from matcher.geo.resolver import resolver_for

Command = TypeVar("Command", bound=BaseModel)
MAX_COMMAND_BYTES = 256 * 2**10
KEY_PARAMETER = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": "A value of your own, new for each thing you want done: repeated, it is done once.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]([ -~]*[!-~])?$"},
    "example": "5f6ff0f4-0b1c-4d7c-9d55-8a8b5f1e3f0a",
}
MATCH_PARAMETER = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": "The ETag of the version that you read.",
    "schema": {"type": "string", "pattern": '^"[1-9][0-9]{0,8}"$'},
    "example": '"3"',
}


async def command_of(request: Request, model: type[Command]) -> Command:
    """The request's body as this model. Raises Refused (413, 415), BadCase with every fault."""
    body = await body_of(request)
    if len(body) > MAX_COMMAND_BYTES:
        detail = f"a command is at most {MAX_COMMAND_BYTES} bytes: shorten it"
        raise Refused(413, "body_too_large", detail)
    return await to_thread.run_sync(read_command, body, model)


def read_command(body: bytes, model: type[Command]) -> Command:
    """A command from its bytes: strict JSON without NUL, its postcodes looked up.

    Raises BadCase with every fault.
    """
    raw = parse_json(body)
    if most_faults(raw) is None:
        raise BadCase([Fault("$", "holds a list of too many entries or an object of too many fields")])
    faults = list(_with_nul(raw, "$"))
    if faults:
        raise BadCase(faults[:100])
    if fill_unknown(raw):
        body = json.dumps(raw, ensure_ascii=False).encode()
    context = {"resolver": resolver_for(body)}
    try:
        return model.model_validate_json(body, context=context)
    except ValidationError as error:
        raise BadCase(all_faults(error, {}, "$", context, model)) from None


def command_body(model: type[BaseModel], keyed: bool = True, versioned: bool = False) -> dict[str, Any]:
    """How an address that takes this command describes its body and its headers, for `openapi_extra`."""
    schema = model.model_json_schema(ref_template=REF + "{model}")
    described = {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}
    return described | no_body(keyed, versioned)


def no_body(keyed: bool = True, versioned: bool = False) -> dict[str, Any]:
    """The same for an address that takes none."""
    headers = [KEY_PARAMETER] * keyed + [MATCH_PARAMETER] * versioned
    return {"parameters": headers} if headers else {}


def _with_nul(value: Any, path: str) -> Iterator[Fault]:
    """Where a text holds NUL, which no database takes. A field's own name is not repeated."""
    if isinstance(value, str) and "\0" in value:
        yield Fault(path, "holds the character NUL: take it out")
    elif isinstance(value, list):
        for i, entry in enumerate(value):
            yield from _with_nul(entry, f"{path}[{i}]")
    elif isinstance(value, dict):
        for name, entry in value.items():
            known = name.isidentifier() and name.isascii() and len(name) <= 40
            yield from _with_nul(entry, f"{path}.{name}" if known else f"{path}.(field)")
            if "\0" in name:
                yield Fault(path, "holds a field whose name holds the character NUL: take it out")
