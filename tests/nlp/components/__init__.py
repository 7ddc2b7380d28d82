"""Tests of annotator/nlp/components."""
