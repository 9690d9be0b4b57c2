"""Five hundred made-up people whom nobody could mistake, and what looks for traces of them."""
