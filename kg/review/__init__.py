"""Decisions of people about a graph: what is worth a look, what they can correct, and the exhibits for it."""
