"""From a steward's file to a staged return: read, check, count. Never imports the dashboard."""
