"""kg reads a folder of articles and gives a knowledge graph whose every edge carries the sentence that says so.

The rooms of the house, in reading order; each imports only from those above it:

===========  ==========================================================================================
errors       the exceptions, drawn as a tree
model        Article, Block, Entity, Mention, Evidence, Relation, Extraction, Statement: frozen values
schema       which classes and relations exist, read from ``data/schema.toml``
read         files -> Articles: front matter, Markdown, dates, language; every character keeps its offset
extract      Articles -> Extractions: the spaCy pipeline that finds mentions and relations
resolve      Extractions -> Extractions whose entities are one thing, one node
graph        Extractions -> triples: vocabulary, RDF, store, exports, validation
ask          a graph on disk -> answers: the query library, tables, networkx
view         a graph -> one HTML page
build        the main job, from articles to a folder that holds store, Turtle and page
cli          one function per command
===========  ==========================================================================================
"""

__version__ = "0.1.0"
