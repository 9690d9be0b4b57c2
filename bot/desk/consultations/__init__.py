"""Running a consultation: from its words to its poster to its end."""
