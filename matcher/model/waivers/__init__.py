"""What would it take: allocations that rest on waivers, each waiver at its price."""
