"""Data, read with importlib.resources."""
