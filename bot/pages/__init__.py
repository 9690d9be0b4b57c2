"""What the chat page and the desk share: where forms come from, headers, static files."""
