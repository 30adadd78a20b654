"""HTTP: pages, the API and live streams. No rule of any sport lives here."""
