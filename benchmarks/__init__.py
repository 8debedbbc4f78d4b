"""Speed and memory, side by side with peers or limits in the same run."""
