"""The service's long proofs: races, repeated keys, kills, crash points, tamperings and the fuzz."""
