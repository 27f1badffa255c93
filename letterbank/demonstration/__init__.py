"""A throw-away home with invented people and letters, for looking around."""
