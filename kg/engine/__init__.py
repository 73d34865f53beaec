"""Articles -> sorted shards of a graph, made by a cluster, exactly once each; for what one machine cannot do alone.

=========  ========================================================================================
places     a folder here, or below an address that fsspec knows: files there whole or not at all
sources    folders, files, JSON lines, Parquet, addresses -> articles that are not yet opened
manifest   what a task has made of what, so that nobody makes it again
frames     rows of bytes in a file, by parts
verdict    what resolution decided, cut to what one shard needs of it
tasks      what a cluster runs: reading, and the nodes of articles, statements and entities
machines   Ray, or this process
driver     the tasks in their order
survey     what a build would have to read
loaders    what other stores are told to load the shards
=========  ========================================================================================
"""

from kg.engine.driver import Order, Shards, read_shards, write_shards
from kg.engine.loaders import LOADERS, commands
from kg.engine.machines import cluster
from kg.engine.places import Place
from kg.engine.sources import Record, records
from kg.engine.survey import Survey, survey
from kg.engine.tasks import Job

__all__ = [
    "LOADERS",
    "Job",
    "Order",
    "Place",
    "Record",
    "Shards",
    "Survey",
    "cluster",
    "commands",
    "read_shards",
    "records",
    "survey",
    "write_shards",
]
