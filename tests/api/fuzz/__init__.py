"""Requests that nobody would write: generated from the OpenAPI document, and bytes no generator makes."""
