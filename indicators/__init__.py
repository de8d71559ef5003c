"""The plan, its figures and their progress: what is stored and what follows from it. Knows no file, no HTML, no Dash."""
