"""A morning's stack of paper: taken in sealed, separated by its cover sheets, or put aside for a person."""
