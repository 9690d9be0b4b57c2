"""What a question can be. Each type is one file; type_registry.py lists them."""
