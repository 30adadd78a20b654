"""Pure arithmetic of sport, as functions on values."""
