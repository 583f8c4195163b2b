"""Model → My Samples…: the person's labelled digits, to be looked through and put right."""
