"""Writing of files: rows in, file out. No Qt, no SQL."""
