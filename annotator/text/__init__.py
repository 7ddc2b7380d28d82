"""Stored text and positions in it: normalising, segmenting, offsets, snapping."""
