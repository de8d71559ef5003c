"""From the bytes of a file to raw cells: CSV, XLSX and ODS, measured before they are parsed, read as they come."""
