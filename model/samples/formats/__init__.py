"""Files of labelled digits: one module for each form that samples are read from and written in."""
