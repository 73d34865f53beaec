"""Which classes and relations exist, how texts put them, and how an analyst adds to them.

========  ======================================================================================
frames    patterns that put a relation into words
types     what a schema is: frozen values
lines     where everything stands in a TOML file
check     values with their lines, and the list of what is wrong with them
tables    one table of a file -> one class or relation
given     the names and patterns of names that an analyst knows
files     one file, or a folder of them
load      the built-in schema, and what an analyst adds to it
========  ======================================================================================
"""

from kg.schema.files import KEPT, keep, kept, schema_files
from kg.schema.frames import Frame, Slot, read_frame
from kg.schema.load import load_schema
from kg.schema.types import EntityClass, GivenName, Place, RelationType, Schema, TokenPattern

__all__ = [
    "KEPT",
    "EntityClass",
    "Frame",
    "GivenName",
    "Place",
    "RelationType",
    "Schema",
    "Slot",
    "TokenPattern",
    "keep",
    "kept",
    "load_schema",
    "read_frame",
    "schema_files",
]
