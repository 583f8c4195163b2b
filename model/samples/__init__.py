"""The sample store: a person's labelled drawings, kept for learning from."""
