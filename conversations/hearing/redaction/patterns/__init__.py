"""Personal data by its form alone: rules by what they find, and the order in which they are tried."""
