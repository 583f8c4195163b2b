"""Model → Retrain…: the dialog, its pages and what watches the training process."""
