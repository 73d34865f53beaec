"""What the graph says as a network and through time: ranks, communities, paths, company, timelines, differences."""
