"""Generated cases, their sizes, and what is measured on them. Invented children and homes."""
