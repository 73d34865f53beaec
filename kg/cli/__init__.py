"""The command line: one function per command, each parses, calls one thing and prints.

The heavy libraries are imported by the command that needs them, so that ``kg --help`` answers at once.
"""

from kg.cli.analyse import communities, rank, timeline, together
from kg.cli.app import app, main
from kg.cli.ask import explain, query
from kg.cli.check import validate
from kg.cli.correct import accept, decided, merge, reject, rename, retype, split
from kg.cli.differences import diff
from kg.cli.duplicates import duplicates
from kg.cli.evaluate import evaluate
from kg.cli.imports import import_
from kg.cli.library import queries
from kg.cli.link import link
from kg.cli.make import build, info
from kg.cli.notebook import notebook
from kg.cli.publish import publish
from kg.cli.review import review
from kg.cli.serve import serve
from kg.cli.share import export, view
from kg.cli.walk import around, path

__all__ = ["app", "main"]

app.command(epilog="Example: kg build seeds -o out")(build)
app.command(epilog="Example: kg info out")(info)
app.command(epilog="Example: kg queries partners")(queries)
app.command(
    epilog="Example: kg query partners --org Nvidia",
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
)(query)
app.command(epilog="Example: kg explain AWS partnersWith Nvidia")(explain)
app.command(epilog="Example: kg rank --by betweenness --class ORG")(rank)
app.command(epilog="Example: kg communities Nvidia")(communities)
app.command(epilog='Example: kg path AWS "Mistral AI" --count 3')(path)
app.command(epilog="Example: kg around Nvidia --depth 2")(around)
app.command(epilog="Example: kg together Nvidia")(together)
app.command(epilog="Example: kg timeline Nvidia --by week")(timeline)
app.command(epilog="Example: kg diff old out")(diff)
app.command(epilog="Example: kg duplicates out")(duplicates)
app.command(epilog="Example: kg link out --service https://data.example.org/reconcile --dry-run")(link)
app.command(epilog="Example: kg view out --around Nvidia -o nvidia.html")(view)
app.command(epilog="Example: kg export out --format graphml -o graph.graphml")(export)
app.command(epilog="Example: kg serve out --open")(serve)
app.command(epilog="Example: kg publish out --to http://localhost:3030/news/data")(publish)
app.command("import", epilog="Example: kg import register.ttl")(import_)
app.command(epilog="Example: kg validate out")(validate)
app.command(epilog="Example: kg evaluate out gold.jsonl --articles seeds --misses 5")(evaluate)
app.command(epilog="Example: kg notebook my-notebooks")(notebook)
app.command(epilog="Example: kg review out --only merges")(review)
app.command(epilog='Example: kg merge "Amazon AWS" "Amazon Web Services"')(merge)
app.command(epilog='Example: kg split Apollo --from "Apollo Program"')(split)
app.command(epilog="Example: kg rename Nvidia NVIDIA")(rename)
app.command(epilog="Example: kg retype Rust PRODUCT")(retype)
app.command(epilog='Example: kg reject OpenAI acquires "Mistral AI"')(reject)
app.command(epilog='Example: kg accept OpenAI partnersWith "Mistral AI"')(accept)
app.command("decisions", epilog="Example: kg decisions out --forget 12")(decided)
