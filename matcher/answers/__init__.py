"""The questions people ask: each one a small file over the model and the rules."""
