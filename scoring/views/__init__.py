"""What each screen shows, as documented values: the same for page, JSON and live frame."""
