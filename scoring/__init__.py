"""Scoring of whole meets: Command -> [Event] -> Contest -> Screen -> bytes."""
