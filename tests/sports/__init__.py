"""The sports of matches as data."""
