"""Tests of what comes from arXiv: asked over real sockets, read strictly, stored once."""
