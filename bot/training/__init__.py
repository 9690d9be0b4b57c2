"""Learning what hearing ships, and measuring how good it is: nothing that runs needs it."""
