"""An identity provider in a thread of this process: it signs tokens, and lies where a test tells it to."""

from __future__ import annotations

import hmac
import json
import threading
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

from tests.conftest import NOON

CLIENT, SECRET = "placements", "a secret of the tests: & %"


@cache
def key(name: str) -> RSAKey:
    """A signing key; made once, which takes a moment."""
    return RSAKey.generate_key(2048, {"kid": name})


@dataclass
class StubProvider:
    """Its address, whom it signs in, and what it is told to do wrongly."""

    issuer: str = ""
    subject: str = "subject-1"
    person: dict[str, Any] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    described: dict[str, Any] = field(default_factory=dict)
    signs_with: str = "published"
    algorithm: str = "RS256"
    status: int = 200
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def go(self, address: str) -> dict[str, str]:
        """A person signs in at this authorization address: the parameters that they come back with."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        code = f"code-{len(self.codes)}"
        self.codes[code] = query
        return {"state": query["state"], "code": code}

    def answer(self, path: str, form: dict[str, str], basic: str) -> tuple[int, Any]:
        self.asked.append(path)
        if self.status != 200:
            return self.status, {}
        if path == "/.well-known/openid-configuration":
            names = {"authorization_endpoint": "auth", "token_endpoint": "token", "jwks_uri": "jwks"}
            addresses = {name: f"{self.issuer}/{end}" for name, end in names.items()}
            return 200, {"issuer": self.issuer, **addresses, **self.described}
        if path == "/jwks":
            return 200, {"keys": [key("published").as_dict(private=False)]}
        return self._token(form, basic)

    def _token(self, form: dict[str, str], basic: str) -> tuple[int, Any]:
        """A code is good once, for who made its challenge and knows the client's secret."""
        asked = self.codes.pop(form["code"], None)
        challenge = _packed(sha256(form["code_verifier"].encode()).digest())
        if asked is None or asked["code_challenge"] != challenge or basic != "Basic " + self._basic():
            return 400, {"error": "invalid_grant"}
        assert (form["redirect_uri"], form["grant_type"]) == (asked["redirect_uri"], "authorization_code")
        now = int(NOON.timestamp())
        claims = {
            "iss": self.issuer,
            "sub": self.subject,
            "aud": CLIENT,
            "nonce": asked["nonce"],
            "iat": now,
            "exp": now + 300,
            **self.person,
            **self.claims,
        }
        return 200, {"id_token": self._signed({n: v for n, v in claims.items() if v is not None})}

    def _signed(self, claims: dict[str, Any]) -> str:
        if self.algorithm in ("none", "HS256"):
            return self._forged(claims)
        return jwt.encode({"alg": self.algorithm, "kid": "published"}, claims, key(self.signs_with))

    def _forged(self, claims: dict[str, Any]) -> str:
        """Unsigned, or "signed" with what everybody can read: the provider's public key."""
        parts = [json.dumps({"alg": self.algorithm}).encode(), json.dumps(claims).encode()]
        text = ".".join(_packed(part) for part in parts)
        public = key("published").as_pem(private=False)
        mac = hmac.digest(public, text.encode(), "sha256") if self.algorithm == "HS256" else b""
        return f"{text}.{_packed(mac)}"

    @staticmethod
    def _basic() -> str:
        return b64encode(f"{quote(CLIENT, safe='')}:{quote(SECRET, safe='')}".encode()).decode()


def _packed(part: bytes) -> str:
    return urlsafe_b64encode(part).decode().rstrip("=")


@contextmanager
def providing() -> Iterator[StubProvider]:
    """A provider on a free port of this machine."""
    stub = StubProvider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._say(*stub.answer(self.path, {}, ""))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            self._say(*stub.answer(self.path, form, self.headers.get("Authorization", "")))

        def _say(self, status: int, document: Any) -> None:
            content = json.dumps(document).encode()
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", f"{stub.issuer}/elsewhere")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    stub.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield stub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
