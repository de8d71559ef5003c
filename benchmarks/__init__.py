"""What the public pages cost a reader, measured beside their peers in one run: `make bench`."""
