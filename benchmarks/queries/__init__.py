"""What the questions of the library cost: through kg, straight in Oxigraph, in rdflib and in kglab."""
