"""Queries of what waits for people; features tell people something through `outbox.tell`, organisers through `notices.notify`."""
