"""Personal data that its form gives away. A file for each kind; pattern_order.py says which goes first."""
