"""Model → Models…: the list of all models, and what can be done with each."""
