"""The reviews of a plan: chains of beds, and the cap on moves."""
