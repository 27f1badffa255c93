"""Who works here, how they prove it, and for how long. Nobody is let in by one factor alone (AC-08)."""
