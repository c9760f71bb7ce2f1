"""OpenID Connect: the authorization code with PKCE, a state, a nonce, and a signed token that is checked.

The provider's address comes from the server's settings alone, and no redirect is followed (trust.md T16).
"""

from __future__ import annotations

import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

import httpx
from authlib.common.urls import add_params_to_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from api.errors import Refused
from api.settings import ServerSettings
from matcher.errors import Unauthenticated
from matcher.service.elsewhere import Identity
from matcher.service.tokens import same

TIMEOUT_S = 5.0
MAX_BYTES = 2**20
LEEWAY_S = 60
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures by a key that only the provider has: `none` and shared secrets are not among them."""
CALLBACK = "/v1/session/oidc/callback"
REFUSED = (
    "your identity provider did not vouch for you: start again, and ask your administrator if it goes on"
)


@dataclass(frozen=True)
class Attempt:
    """What one browser keeps between leaving for the provider and coming back, in a cookie of ten minutes."""

    state: str
    nonce: str
    verifier: str

    def packed(self) -> str:
        """As the value of a cookie."""
        return urlsafe_b64encode(json.dumps(asdict(self)).encode()).decode()


def fresh_attempt() -> Attempt:
    """Three secrets that nobody has seen."""
    return Attempt(*(secrets.token_urlsafe(32) for _ in range(3)))


def attempt_from(packed: str | None) -> Attempt:
    """The attempt that this browser began. Raises Unauthenticated without one."""
    try:
        return Attempt(**json.loads(urlsafe_b64decode(packed or "")))
    except (ValueError, TypeError):
        raise Unauthenticated("begin signing in again: more than ten minutes went by") from None


class Provider:
    """The council's identity provider, as its own description tells."""

    def __init__(self, settings: ServerSettings) -> None:
        if not settings.oidc_issuer or not settings.oidc_client_id or not settings.public_url:
            detail = "this server has no identity provider: sign in with a password"
            raise Refused(404, "no_identity_provider", detail)
        secret = settings.oidc_client_secret
        self.issuer, self.client_id = settings.oidc_issuer, settings.oidc_client_id
        self.secret = None if secret is None else secret.get_secret_value()
        self.callback = settings.public_url.rstrip("/") + CALLBACK

    def address_for(self, attempt: Attempt) -> str:
        """Where to send the browser."""
        asked = [
            ("response_type", "code"),
            ("client_id", self.client_id),
            ("redirect_uri", self.callback),
            ("scope", "openid email profile"),
            ("state", attempt.state),
            ("nonce", attempt.nonce),
            ("code_challenge", create_s256_code_challenge(attempt.verifier)),
            ("code_challenge_method", "S256"),
        ]
        with _client() as client:
            begin = self._described(client)["authorization_endpoint"]
        return str(add_params_to_uri(begin, asked))

    def identity(self, attempt: Attempt, state: str, code: str, now: datetime) -> Identity:
        """Whom the provider vouches for. Raises Unauthenticated, Refused where it does not answer."""
        if not same(state, attempt.state):
            raise Unauthenticated(REFUSED)
        with _client() as client:
            described = self._described(client)
            token = self._token(client, described["token_endpoint"], attempt, code)
            keys = _json(client, "GET", described["jwks_uri"])
        return _identity(self._claims(token, keys, attempt, now), self.issuer)

    def _described(self, client: httpx.Client) -> dict[str, Any]:
        """The provider's description of itself: it must bear its name, and lead nowhere less safe."""
        found = _json(client, "GET", self.issuer.rstrip("/") + "/.well-known/openid-configuration")
        addresses = [found.get(n) for n in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
        scheme = "http://" if self.issuer.startswith("http://") else "https://"
        sound = all(isinstance(at, str) and at.startswith((scheme, "https://")) for at in addresses)
        if found.get("issuer") != self.issuer or not sound:
            raise Refused(503, "identity_provider_wrong", "the identity provider describes itself wrongly")
        return found

    def _token(self, client: httpx.Client, address: str, attempt: Attempt, code: str) -> str:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.callback,
            "code_verifier": attempt.verifier,
        }
        if self.secret is None:
            form |= {"client_id": self.client_id}
            return str(_json(client, "POST", address, data=form).get("id_token"))
        # RFC 6749, 2.3.1: both are form-encoded before they become a basic credential.
        basic = httpx.BasicAuth(quote(self.client_id, safe=""), quote(self.secret, safe=""))
        return str(_json(client, "POST", address, data=form, auth=basic).get("id_token"))

    def _claims(self, token: str, keys: Any, attempt: Attempt, now: datetime) -> dict[str, Any]:
        options: Any = {
            "iss": {"essential": True, "value": self.issuer},
            "aud": {"essential": True, "value": self.client_id},
        }
        given = {"nonce": attempt.nonce, "client_id": self.client_id}
        try:
            read = jwt.decode(token, KeySet.import_key_set(keys), algorithms=ALGORITHMS)
            claims = CodeIDToken(read.claims, read.header, options, given)
            claims.validate(now=int(now.timestamp()), leeway=LEEWAY_S)
        except (JoseError, ValueError, TypeError, KeyError):
            raise Unauthenticated(REFUSED) from None
        return dict(claims)


def _identity(claims: dict[str, Any], issuer: str) -> Identity:
    """An address that the provider has not checked is anybody's."""
    subject, email, name = claims.get("sub"), claims.get("email"), claims.get("name")
    if not isinstance(subject, str) or not 1 <= len(subject) <= 255:
        raise Unauthenticated(REFUSED)
    checked = isinstance(email, str) and claims.get("email_verified", True) is True
    return Identity(
        issuer, subject, str(email) if checked else None, name[:200] if isinstance(name, str) else None
    )


def _client() -> httpx.Client:
    return httpx.Client(timeout=TIMEOUT_S, follow_redirects=False)


def _json(client: httpx.Client, method: str, address: str, **more: Any) -> dict[str, Any]:
    """A JSON object from the provider. Raises Unauthenticated for a refusal, Refused for no answer."""
    try:
        with client.stream(method, address, headers={"Accept": "application/json"}, **more) as answer:
            body = b""
            for part in answer.iter_bytes():
                body += part
                if len(body) > MAX_BYTES:
                    raise ValueError("too large")
            found = json.loads(body) if answer.is_success else None
    except (httpx.HTTPError, httpx.InvalidURL, ValueError):
        detail = "the identity provider does not answer: try again shortly"
        raise Refused(503, "identity_provider_down", detail, {"Retry-After": "30"}) from None
    if answer.is_server_error or (method == "GET" and found is None):
        detail = "the identity provider does not answer: try again shortly"
        raise Refused(503, "identity_provider_down", detail, {"Retry-After": "30"})
    if not isinstance(found, dict):
        raise Unauthenticated(REFUSED)
    return found
