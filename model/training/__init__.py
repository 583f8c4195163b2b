"""Training: the only package that loads Keras and TensorFlow, in a process of its own.

``messages``, ``recipes``, ``data`` and ``process`` stay light, so that the window may import them.
"""
