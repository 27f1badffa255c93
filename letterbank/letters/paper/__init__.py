"""Where each letter's paper is, from the moment it waits for somebody until it has come to its place.

Up to "received centrally" a facility sees its own; what becomes of the paper after that stands in tables no facility
role can see (R5, R37). Nothing here depends on a victim.
"""
