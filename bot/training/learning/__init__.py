"""Learns the files in conversations/hearing/learned from data that is not part of the product (`make train`).

Nothing that runs for young people imports this package; it alone may use jax and optax.
"""
