"""Articles -> Extractions: the spaCy pipeline that finds mentions and relations.

===========  ===========================================================================
documents    an Article as a spaCy Doc, every token with its place in the file
linear       the linear classifiers behind the decisions
trees        the trees that weigh the evidence of an article
names        component ``kg_names``: known names by dictionary
candidates   the strings that may be names
signs        what is known of such a string
mentions     component ``kg_mentions``: which strings are names, and of what
given        component ``kg_given``: the names and patterns that an analyst gives
words        what a word of a French sentence is and how it is marked
anaphors     the words that stand for something named elsewhere
phrases      which mentions a noun phrase names
clauses      who does what to whom: subjects, objects, what a noun is said of
frames       what the schema's patterns say of a sentence
paths        how two words hang together in the parse
pairs        the pairs of mentions that a passage may relate, and their features
readings     how each passage may be read
verdicts     what the article as a whole says
status       asserted, planned, hypothetical or negated
roles        what a person is in an organisation
relations    component ``kg_relations``: the facts of an article, each with its passages
patterns     component ``kg_patterns``: relations by the words of an analyst's schema
pipeline     load the pipeline of each language and run it
===========  ===========================================================================
"""

from kg.extract.pipeline import Pipelines, extract, load_pipelines, signature

__all__ = ["Pipelines", "extract", "load_pipelines", "signature"]
