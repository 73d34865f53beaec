"""Files -> Articles: front matter, Markdown, dates, language; every character keeps its offset."""
