"""Language pipelines. spaCy is imported here only, inside functions."""
