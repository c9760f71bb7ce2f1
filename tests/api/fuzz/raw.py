"""Bytes that a generator of JSON does not make, and every address that takes a body (G7b)."""

from __future__ import annotations

from tests.api.matrix.cells import OPERATIONS, Operation
from tests.api.matrix.requests import BODIES

CANARY = "zzyzx-canary-93"
_C = CANARY.encode()
RAW: dict[str, bytes] = {
    "nothing": b"",
    "white space": b" \n\t",
    "NaN": b'{"a": NaN}',
    "Infinity": b'{"a": Infinity}',
    "minus Infinity": b"-Infinity",
    "1e999": b'{"a": 1e999}',
    "a lone surrogate": b'{"' + _C + b'": "\\ud800"}',
    "two surrogates in the wrong order": b'{"a": "\\udc00\\ud800"}',
    "NUL, escaped": b'{"' + _C + b'\\u0000": "a\\u0000b"}',
    "NUL itself": b'{"a": "' + _C + b'\x00"}',
    "half a character": b'{"a": "' + _C + b'\xc3"}',
    "an overlong character": b'{"a": "\xc0\xaf"}',
    "UTF-16": '{"a": 1}'.encode("utf-16"),
    "a byte order mark": b"\xef\xbb\xbf{}",
    "a key twice": b'{"' + _C + b'": 1, "' + _C + b'": 2}',
    "five thousand digits": b'{"a": ' + b"9" * 5_000 + b"}",
    "deep lists": b"[" * 50_000,
    "deep objects": b'{"a":' * 50_000,
    "a wide object": b"{" + b",".join(b'"%d": 1' % i for i in range(5_000)) + b"}",
    "a long list": b"[" + b"0," * 5_000 + b"0]",
    "a long text": b'{"a": "' + _C * 10_000 + b'"}',
    "half a document": b'{"' + _C + b'": {"b": [1, 2',
    "two documents": b'{}{"' + _C + b'": 1}',
    "a comment": b"{/* " + _C + b" */}",
    "a single quote": b"{'" + _C + b"': 1}",
    "a list": b'["' + _C + b'"]',
    "a text": b'"' + _C + b'"',
    "null": b"null",
    "true": b"true",
    "an unknown field": b'{"' + _C + b'": "' + _C + b'"}',
    "a prototype": b'{"__proto__": {"' + _C + b'": 1}, "constructor": 1}',
}
TAKING_BODIES: dict[str, Operation] = {name: OPERATIONS[name] for name in BODIES if name in OPERATIONS}
