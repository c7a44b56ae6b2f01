"""Values and rules of papers: what arXiv lists, what a server wants of it, what members do with it, the reading group."""
