"""The page at /docs: every operation, its example as text, and nothing loaded from anywhere."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from hashlib import sha256
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from api.page import page_of
from tests.api.client import app_with, get, send

ANSWER = get(app_with(), "/docs")
DOCUMENT = get(app_with(), "/openapi.json").json()
LOADS = {"script", "link", "img", "iframe", "object", "embed", "form", "base", "video", "audio"}
LEFT_OPEN = {"meta"}


class Tags(HTMLParser):
    """What a page is made of; fails on a tag that is closed out of turn."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in LEFT_OPEN:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_every_operation_is_on_the_page_with_its_summary_and_its_answers() -> None:
    for path, operations in DOCUMENT["paths"].items():
        for method, operation in operations.items():
            heading = f'<h3 id="{operation["operationId"]}"><code>{method.upper()} {path}</code></h3>'
            part = ANSWER.text.split(heading)[1].split("<h3")[0]
            assert operation["summary"] in part
            assert re.findall(r"<code>(\d{3})</code>", part) == list(operation["responses"])


def test_each_example_is_on_the_page_as_it_is_in_the_document() -> None:
    shown = [json.loads(unescape(text)) for text in re.findall(r"<pre>(.*?)</pre>", ANSWER.text, re.DOTALL)]
    bodies = [
        operation["requestBody"]["content"]["application/json"]
        for operations in DOCUMENT["paths"].values()
        for operation in operations.values()
        if "requestBody" in operation
    ]
    examples = [body["example"] for body in bodies if "example" in body]

    assert len(examples) > 40
    assert sorted(map(json.dumps, shown)) == sorted(map(json.dumps, examples))


def test_the_page_loads_nothing_and_runs_nothing() -> None:
    tags = Tags(ANSWER.text).seen

    assert not LOADS & {tag for tag, _ in tags}
    assert not [name for _, attributes in tags for name in attributes if name.startswith("on")]
    addresses = [attributes["href"] for tag, attributes in tags if tag == "a"]
    assert addresses == ["/openapi.json", "/v1/schema"]
    assert "url(" not in ANSWER.text
    assert "@import" not in ANSWER.text


def test_its_policy_lets_in_its_own_style_sheet_alone() -> None:
    [style] = re.findall(r"<style>(.*?)</style>", ANSWER.text, re.DOTALL)
    own = b64encode(sha256(style.encode()).digest()).decode()

    policy = ANSWER.headers["content-security-policy"]
    assert policy.split("; ")[:2] == ["default-src 'none'", f"style-src 'sha256-{own}'"]


@pytest.mark.parametrize("path", ["/", "/docs", "/openapi.json"])
def test_a_page_is_asked_for_its_head_alone(path: str) -> None:
    head, page = (send(app_with(), method, path) for method in ("HEAD", "GET"))
    for answer in (head, page):
        assert answer.headers.pop("x-request-id")
    assert (head.status_code, dict(head.headers)) == (200, dict(page.headers))


def test_it_fits_a_narrow_screen() -> None:
    assert ("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}) in Tags(
        ANSWER.text
    ).seen


def test_text_of_the_document_is_never_markup() -> None:
    operation = {
        "operationId": "x",
        "tags": ["T"],
        "summary": "<b>",
        "description": "a `<i>` b",
        "responses": {},
    }
    tags = [{"name": "T", "description": "<u>"}]
    document = {
        "info": {"title": "<s>", "description": "<p>x"},
        "tags": tags,
        "paths": {"/": {"get": operation}},
    }

    page = page_of(document)

    assert not re.search(r"<(b|i|u|s)>|<p><p>", page)
    assert "a <code>&lt;i&gt;</code> b" in page


def test_without_the_demonstration_the_page_has_no_example_cut_from_it(tmp_path: Path) -> None:
    cut, bare = '"schema": "placement-case/1"', get(app_with(data_dir=tmp_path), "/docs")

    assert (bare.status_code, cut in bare.text, cut in ANSWER.text) == (200, False, True)
