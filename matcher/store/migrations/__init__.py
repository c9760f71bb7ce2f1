"""Alembic's place: `env.py` runs the versions, each of which is written by hand from then on."""
