"""Flags: what keeps them, what is asked of them, and which words they keep out of print."""
