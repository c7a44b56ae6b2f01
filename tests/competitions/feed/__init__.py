"""Tests of reading Kaggle, from a Kaggle on this machine."""
