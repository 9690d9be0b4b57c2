"""Staff accounts: signing in, passwords, one-time links."""
