"""Tests of annotator/sample."""
