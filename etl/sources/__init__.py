"""Files pulled from where they are kept: what is declared, when it is due, what a source gives, what was loaded."""
