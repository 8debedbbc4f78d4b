"""The language of the project: frozen nouns, standard library only, no input or output."""
