"""Cases: which flags belong together, what leads do about them, and how they are found."""
