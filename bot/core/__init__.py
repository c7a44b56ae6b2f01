"""Words and tools every part shares; knows neither Discord nor any feature."""
