"""What readers see: documents with their charts, and the Dash islands inside them."""
