"""Register jobs: a file whose rows stand beside the figures, such as recommendations and statements."""
