"""Results in words for people (one module per result) and, beside them, as plain data for JSON."""
