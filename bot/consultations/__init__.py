"""What is done with a consultation, whoever does it: a command or the desk."""
