"""What each role is shown of the same thing."""
