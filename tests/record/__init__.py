"""The record: written, read, proved, replayed; on SQLite and on a real PostgreSQL."""
