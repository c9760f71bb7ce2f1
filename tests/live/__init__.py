"""Real servers over HTTP, on both databases: races, repeated keys, kill -9 of the API and of PostgreSQL."""
