"""Articles -> Extractions: the spaCy pipeline that finds mentions and relations."""
