"""Articles -> Extractions: the spaCy pipeline that finds mentions and relations.

===========  ===========================================================================
documents    an Article as a spaCy Doc, every token with its place in the file
linear       the linear classifier behind the decisions
names        component ``kg_names``: known names by dictionary
mentions     component ``kg_mentions``: which strings are names, and of what
given        component ``kg_given``: the names and patterns that an analyst gives
pairs        the pairs of mentions that a passage may relate, and their features
status       asserted, planned, hypothetical or negated
roles        what a person is in an organisation
relations    component ``kg_relations``: which pairs are related, and how
patterns     component ``kg_patterns``: relations by the words of an analyst's schema
pipeline     load the pipeline of each language and run it
===========  ===========================================================================
"""

from kg.extract.pipeline import Pipelines, extract, load_pipelines

__all__ = ["Pipelines", "extract", "load_pipelines"]
