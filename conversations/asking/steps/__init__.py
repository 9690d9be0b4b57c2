"""The steps of the way and the short ways off it. step_registry.py lists them."""
