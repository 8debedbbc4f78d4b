"""The grammar of a release: each module knows one part of it, `understanding` puts the parts together."""
