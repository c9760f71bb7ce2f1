"""The use-cases over a store, on both databases."""
