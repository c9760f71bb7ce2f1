"""The description of the interface as one page: our own plain HTML, no script, nothing from elsewhere."""

from __future__ import annotations

import json
from base64 import b64encode
from collections import defaultdict
from collections.abc import Iterator
from hashlib import sha256
from html import escape
from typing import Any

Operation = dict[str, Any]

_STYLE = """
body { max-width: 60rem; margin: 0 auto; padding: 0 1rem 3rem; font: 1rem/1.5 system-ui, sans-serif;
  color: #1a1a1a; background: #fff; }
h3 { margin: 2.5rem 0 .25rem; padding-top: .75rem; border-top: 1px solid #bbb; overflow-wrap: anywhere; }
code, pre { font: .875rem/1.45 ui-monospace, monospace; }
h3 code { font-size: 1rem; }
pre { overflow: auto; max-height: 30rem; padding: .75rem; background: #f3f3f3; border: 1px solid #ddd; }
summary { cursor: pointer; padding: .25rem 0; }
table { border-collapse: collapse; width: 100%; margin: .75rem 0; }
caption { text-align: left; font-weight: 600; }
th, td { padding: .3rem .75rem .3rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid #ddd;
  font-weight: 400; }
th { white-space: nowrap; }
a { color: #0b4f9e; }
"""
_STYLE_HASH = b64encode(sha256(_STYLE.encode()).digest()).decode()

POLICY = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
"""The Content-Security-Policy that the page is served with: this style sheet and nothing else."""


def page_of(document: dict[str, Any]) -> str:
    """The page of an OpenAPI document: every operation by subject, with its example as text."""
    title = escape(document["info"]["title"])
    parts = [
        '<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{title}: what can be asked</title>\n<style>{_STYLE}</style></head>\n<body>",
        f"<h1>{title}: what can be asked</h1>",
        *(f"<p>{_text(paragraph)}</p>" for paragraph in document["info"]["description"].split("\n\n")),
        '<p>For programs: <a href="/openapi.json">/openapi.json</a> has every shape, '
        '<a href="/v1/schema">/v1/schema</a> the case document.</p>',
        *_subjects(document),
        "</body>\n</html>\n",
    ]
    return "\n".join(parts)


_PARAMETERS = (
    ("In the address", "path", "{{{}}}"),
    ("After the address", "query", "?{}"),
    ("In the header", "header", "{}"),
)
"""Where a parameter stands, and how its name is written."""


def _subjects(document: dict[str, Any]) -> Iterator[str]:
    by_tag: dict[str, list[str]] = defaultdict(list)
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            by_tag[operation["tags"][0]].append("\n".join(_operation(method.upper(), path, operation)))
    for tag in document["tags"]:
        yield f"<h2>{escape(tag['name'])}</h2>\n<p>{_text(tag['description'])}</p>"
        yield from by_tag[tag["name"]]


def _operation(method: str, path: str, operation: Operation) -> Iterator[str]:
    yield f'<h3 id="{escape(operation["operationId"])}"><code>{method} {escape(path)}</code></h3>'
    yield f"<p><strong>{_text(operation['summary'])}.</strong> {_text(operation['description'])}</p>"
    for title, place, form in _PARAMETERS:
        given = [part for part in operation.get("parameters", ()) if part["in"] == place]
        yield from _table(title, ((form.format(p["name"]), p.get("description", "")) for p in given))
    for content in operation.get("requestBody", {}).get("content", {}).values():
        yield from _body(content)
    answers = operation["responses"].items()
    yield from _table("Answers", ((status, answer["description"]) for status, answer in answers))


def _body(content: dict[str, Any]) -> Iterator[str]:
    name = content["schema"]["$ref"].rpartition("/")[2]
    yield f"<p>Body: <code>{escape(name)}</code>, as JSON.</p>"
    if "example" in content:
        example = escape(json.dumps(content["example"], indent=2, ensure_ascii=False), quote=False)
        yield f"<details><summary>An example body</summary>\n<pre>{example}</pre></details>"


def _table(caption: str, rows: Iterator[tuple[str, str]]) -> Iterator[str]:
    cells = [f'<tr><th scope="row"><code>{escape(a)}</code></th><td>{_text(b)}</td></tr>' for a, b in rows]
    if cells:
        yield f"<table><caption>{caption}</caption>\n" + "\n".join(cells) + "\n</table>"


def _text(text: str) -> str:
    """Escaped, with `what stands between backticks` as code."""
    parts = escape(text, quote=False).split("`")
    return "".join(f"<code>{part}</code>" if odd % 2 else part for odd, part in enumerate(parts))
