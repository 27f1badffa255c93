"""Cover sheets: the paper that tells the scanner's pile where one letter ends and the next begins."""
