"""The codebook-driven form."""
