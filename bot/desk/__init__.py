"""The staff desk: sign in, review, see flags and results, take files away."""
