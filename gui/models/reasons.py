"""Why something could not be done, as a sentence."""


def sentence_of(error: Exception) -> str:
    """Return what an error says; the system's own errors have no full stop and name a path."""
    if isinstance(error, OSError):
        return f"{error.strerror or error}."
    return str(error)
