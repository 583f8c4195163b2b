"""The models a person can choose from: kept, listed, named, exchanged and brought back."""
