"""The main job, from articles to a folder that holds store, Turtle and page."""
