"""What people decide, on both databases."""
