"""The invariants' queries: silent on what is right, and each heard when its own promise is broken."""
