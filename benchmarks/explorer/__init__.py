"""The graph page in a browser: what it costs and what others cost, on invented graphs; see ``__main__``."""
