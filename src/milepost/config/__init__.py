"""The wiring: settings, addresses and the server's entry; the only room that knows all others."""
