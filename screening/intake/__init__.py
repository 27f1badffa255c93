"""The intake desk: a letter's paper is registered, and scanned now or with the next stack."""
