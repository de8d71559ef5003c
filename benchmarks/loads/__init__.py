"""Measures what loading a file costs, against its bare limit and against libraries that load and check tables."""
