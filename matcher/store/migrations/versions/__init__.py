"""One file a version, oldest first; none is changed once it has been released."""
