"""The public pages as documents: one module and one template each, each with a pure `render`."""
