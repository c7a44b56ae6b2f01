"""Mentors and peers: who offers, seeks and pairs up, explained matches; questions with an archive, AMAs, a board of needs."""
