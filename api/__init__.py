"""The HTTP door: thin. It parses, calls one function of the library, and renders."""
