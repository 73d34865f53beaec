"""Extractions -> triples: vocabulary, RDF, store, exports, validation."""
