"""The solver room against brute force over its own arrays, and its process against kill -9."""
