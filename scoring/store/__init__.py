"""Where the log lives. Stores know bytes, rows and keys; never what an event means."""
