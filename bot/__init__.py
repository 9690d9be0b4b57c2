"""What people touch (the doors, the desk, the commands), and what runs it."""
