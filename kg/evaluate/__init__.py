"""A graph against articles annotated by hand: precision, recall, and what was missed."""
