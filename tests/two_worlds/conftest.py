from tests.two_worlds.meeting import scanning, two_worlds

__all__ = ["scanning", "two_worlds"]
