"""A server's own settings and the record of who changed what."""
