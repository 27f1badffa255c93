"""The victim's side: her request, the offer of a letter, her answer, the packet. Knows nothing of screening."""
