"""The process that serves: every door in it, how it is stopped, and what slow connections may hold of it."""
