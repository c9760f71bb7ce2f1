"""What somebody is shown of a thing: pure functions of the thing and of who looks (trust.md T01-T04, T20)."""
