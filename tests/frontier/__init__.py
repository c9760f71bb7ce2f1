"""Cost against distance: equal to brute force, honest in part, drawn and told."""
