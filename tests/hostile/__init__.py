"""Every class of hostile file, and the right outcome of each: accepted with its values, refused by name, or warned.

`make hostile` gives the whole corpus, then thousands of mutated files, to the real path and writes `docs/hostile.md`;
`make test` runs the corpus in process and a sample of it through child and store. The harness is also run against
planted faults, which it must report: a check that cannot fail says nothing.
"""
