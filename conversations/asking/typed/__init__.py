"""What typed words mean: commands, options by number or words, and in which order that is looked at."""
