"""Rules of a return, each idea in a module: a row by itself, rows together, rows against what is published. Pure."""
