"""Competitions: new ones of Kaggle in a channel, and a companion for whoever is in one (K1-K7)."""
