"""The one way of every event from every door."""
