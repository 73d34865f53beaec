"""A graph on disk -> a web server: the SPARQL protocol, the Graph Store Protocol, and pages for people.

Starlette and uvicorn come with an extra: ``pip install 'kg[serve]'``.
"""

from kg.serve.limits import Limits

__all__ = ["Limits"]
