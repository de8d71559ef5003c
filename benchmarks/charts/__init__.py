"""Pages of charts beside the frameworks that such dashboards are usually made with, on the same content; and how many
documents a second a server hands out."""
