"""The order of things, one file per use case: plain arguments in, a frozen Result out; nothing is printed."""
