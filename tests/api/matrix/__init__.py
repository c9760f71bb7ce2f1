"""Who may do what over HTTP: every role at every address, with its own council's things and with others'."""
