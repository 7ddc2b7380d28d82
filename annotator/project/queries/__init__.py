"""Named reads: each returns frozen dataclasses."""
