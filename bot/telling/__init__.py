"""Files that are handed out, what is called back of them, and the summary in the terminal."""
