"""Services elsewhere that a user names: links to their entities, and the graph sent to their store."""
