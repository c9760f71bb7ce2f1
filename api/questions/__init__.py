"""The bodies of questions, one file a subject: each a case and what is asked about it."""
