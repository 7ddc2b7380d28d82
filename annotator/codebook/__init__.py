"""Codebooks: layers, fields, codes, their kinds, and loading them."""
