"""Six words that bring somebody back to their answers, and what can be done with them."""
