"""kg beside other ways from texts to a graph: what they cost, and what the annotations say of what they find.

==========  ==========================================================================================
others      textacy and GraphRAG in a process under their own Python; needs nothing of kg
race        the same texts through kg, bare spaCy and the others by turns
graphs      what the others find as a graph that can be scored
==========  ==========================================================================================
"""
