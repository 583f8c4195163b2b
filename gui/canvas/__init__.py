"""The surface that is drawn on, its document and its tools."""
