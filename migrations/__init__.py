"""How a store gets from one revision to the next, and whether it is at the newest."""
