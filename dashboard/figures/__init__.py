"""Charts as Plotly figures, plain dicts, for islands: one module for each kind of chart. Pure."""
