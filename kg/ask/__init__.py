"""A graph on disk -> answers: the query library, tables, networkx."""
