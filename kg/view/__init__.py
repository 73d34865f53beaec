"""A graph -> one HTML page."""
