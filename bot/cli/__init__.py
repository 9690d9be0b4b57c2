"""The commands, one file a group."""

import os

# Pydantic looks for plugins in every installed package: a tenth of a second of each command, and nobody's business.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
