"""The loop that sends: claim, merge, hand to the backend, settle; pacing, stops and grouped commits."""
