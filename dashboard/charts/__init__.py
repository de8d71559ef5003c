"""What is to be drawn, described once: one module for each kind of chart. Pure: no colour, no pixel, no language."""
