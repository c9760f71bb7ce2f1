"""`python -m api` serves the HTTP API with the limits of the environment."""

from api.main import serve

serve()
