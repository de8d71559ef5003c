"""The plan, its figures and their progress: what is stored and what follows. Knows no file, no HTML, no Dash."""
