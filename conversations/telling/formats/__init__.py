"""What letters and data can be written as. Each format is one file; registry.py lists them."""
