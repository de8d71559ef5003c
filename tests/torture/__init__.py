"""Killed processes, full disks and many writers at once: whether an acknowledged step is ever lost or halved.

`make torture` runs everything and writes `docs/reliability.md`; `make test` runs the same harnesses small. Each harness
is also run against a planted fault, which it must report: a check that cannot fail says nothing.
"""
