"""Weights, as data with digests."""
