"""Workbooks that we make: blank ones to be filled in, and a steward's own back with its cells marked."""
