"""What a person asks to be done: strict, closed documents, one file a subject."""
