"""Extractions -> Extractions whose entities are one thing, one node."""
