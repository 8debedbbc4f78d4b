"""dispatch.toml and the environment: each room's settings, and where each value came from."""
