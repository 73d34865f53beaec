"""Files -> Articles: front matter, Markdown, dates, language; every character keeps its offset.

===========  ===========================================================================
files        what the user names -> the article files
dates        dates as generators write them -> UTC
language     names of languages -> codes; detection
frontmatter  YAML, TOML, JSON before the body
metadata     front matter under any of the usual names -> title, date, address …
passages     text that knows where it lies in the file
parser       CommonMark tokens that know where they lie
inline       inline tokens -> passages
markdown     block tokens -> blocks with their context
articles     one file -> one Article, or the error that says why not
===========  ===========================================================================
"""

from kg.read.articles import article_bytes, decode_article, parse_article, read_article, read_articles
from kg.read.files import ArticleFile, article_files, no_article
from kg.read.language import language_code

__all__ = [
    "ArticleFile",
    "article_bytes",
    "article_files",
    "decode_article",
    "language_code",
    "no_article",
    "parse_article",
    "read_article",
    "read_articles",
]
