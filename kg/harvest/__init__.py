"""Articles -> readings: read, searched and resolved one by one, by several processes, and kept.

=======  ==========================================================================
recipe   what decides how an article is read, and a fingerprint of it
reading  one article's bytes -> its reading
worker   a process that makes readings
pool     several of them; late and deadly articles are set aside
shelf    readings on disk, so that nothing is read twice
=======  ==========================================================================
"""

from kg.harvest.pool import TIMEOUT, cores, harvest
from kg.harvest.reading import Reader, Reading, Source, key_of, read_again, set_aside, written
from kg.harvest.recipe import Recipe, digest, file_hash, program_hash, recipe
from kg.harvest.shelf import Listed, Shelf, open_shelf, view_shelf

__all__ = [
    "TIMEOUT",
    "Listed",
    "Reader",
    "Reading",
    "Recipe",
    "Shelf",
    "Source",
    "cores",
    "digest",
    "file_hash",
    "harvest",
    "key_of",
    "open_shelf",
    "program_hash",
    "read_again",
    "recipe",
    "set_aside",
    "view_shelf",
    "written",
]
