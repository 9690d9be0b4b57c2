"""The keeping. One file an interface; SQLite stands behind them."""
