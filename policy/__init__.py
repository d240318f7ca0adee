"""How much: every number of the regulations, with its source; pure, and imports nothing of ours."""
