"""How what waits for people reads: bundles, the inbox, its settings, being away, and organisers' notices."""
