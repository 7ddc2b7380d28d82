"""Reading articles from files: one file per source, one registry."""
