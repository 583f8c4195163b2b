"""Model → Teach My Hand…: the person writes some digits, and the model learns from them."""
