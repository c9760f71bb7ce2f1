"""What every address of a council's own data has in common in the OpenAPI document, put there once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

Operation = dict[str, Any]
REF = "#/components/schemas/"
OPEN_TAGS = frozenset({"Questions", "Reference", "Health"})
"""What these answer is nobody's data: they describe their own errors."""
MEANING = {
    400: "Idempotency-Key is missing, or is none.",
    401: "Nobody has signed in, or no longer.",
    403: "Who asks may not do that.",
    404: "An id that the case, or this council, does not hold.",
    408: "The body came too slowly.",
    409: "It is not so any more: nothing was done, `changed` says what moved. Or the solve was stopped.",
    412: "It has changed since it was read: nothing was done.",
    413: "The body is too large, or the case holds too many referrals or homes.",
    415: "The body is not application/json in UTF-8.",
    422: "The request is wrong: every fault with its path, or the pins that clash.",
    428: "If-Match is missing.",
    429: "Too many: see Retry-After.",
    500: "Our fault: the solver crashed, or our own answer failed verification. Nothing is shown.",
    503: "No answer in the time allowed, or all solvers or the database are at work: see Retry-After.",
}


def problem_answer(status: int) -> dict[str, Any]:
    """One documented error."""
    content = {"application/problem+json": {"schema": {"$ref": REF + "Problem"}}}
    return {"description": MEANING[status], "content": content}


def complete(document: dict[str, Any]) -> None:
    """Put the commands' schemas where schemas belong, and on each operation the errors that it may answer."""
    schemas = document["components"]["schemas"]
    for operation in _operations(document["paths"].values()):
        schemas.update(_hoisted(operation))
        if not OPEN_TAGS & set(operation["tags"]):
            for status in _errors_of(operation):
                operation["responses"][str(status)] = problem_answer(status)
        operation["responses"] = dict(sorted(operation["responses"].items()))
    for of_the_framework in ("HTTPValidationError", "ValidationError"):
        schemas.pop(of_the_framework, None)


def _operations(paths: Iterable[dict[str, Any]]) -> Iterator[Operation]:
    for operations in paths:
        yield from operations.values()


def _hoisted(operation: Operation) -> dict[str, Any]:
    """The schemas that a command brought with it; its body then refers to them."""
    found: dict[str, Any] = {}
    for content in operation.get("requestBody", {}).get("content", {}).values():
        schema = content["schema"]
        if "$ref" not in schema:
            examples = schema.pop("examples", None)
            found |= schema.pop("$defs", {}) | {schema["title"]: schema}
            content["schema"] = {"$ref": REF + schema["title"]}
            content |= {"example": examples[0]} if examples else {}
    return found


def _errors_of(operation: Operation) -> set[int]:
    given = operation.get("parameters", [])
    names, places = {part["name"] for part in given}, {part["in"] for part in given}
    errors = {int(status) for status in operation["responses"] if int(status) >= 400}
    errors |= {401, 403, 429, 503}
    errors |= {408, 413, 415, 422} if "requestBody" in operation else set()
    errors |= {400, 408, 409, 413, 422} if "Idempotency-Key" in names else set()
    errors |= {412, 428} if "If-Match" in names else set()
    errors |= {404} if "path" in places else set()
    return errors | ({422} if places & {"path", "query"} else set())
