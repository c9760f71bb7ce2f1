"""What lists and small answers look like on the wire; single things are views of `matcher.service`."""
