"""One module per command: its options, one workflow call, its answer."""
