"""Who young people can turn to."""
