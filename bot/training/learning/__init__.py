"""Learns the files in conversations/hearing/learned (`make train`).

Nothing that runs for young people imports this package; it alone may use jax and optax.
"""
