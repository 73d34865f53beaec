"""Which classes and relations exist, how texts put them, and how an analyst adds to them."""

from kg.schema.frames import Frame, Slot, read_frame
from kg.schema.load import load_schema
from kg.schema.types import EntityClass, RelationType, Schema

__all__ = ["EntityClass", "Frame", "RelationType", "Schema", "Slot", "load_schema", "read_frame"]
