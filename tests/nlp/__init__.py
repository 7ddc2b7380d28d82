"""Tests of annotator/nlp."""
