"""What a name measures: its parts, and the registered indicator that has the same ones."""
