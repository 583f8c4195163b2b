"""Measures finished models and training recipes for the record in ``docs/results``.

Nothing here is used by training, so nothing that is measured here can leak into it.
"""
