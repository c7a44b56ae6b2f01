"""How the bot meets Discord: the only package of `bot` (besides the demo) that imports discord."""
