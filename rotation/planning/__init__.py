"""The only door to the planner: the register as its tables, its answers as rows of a proposal, and its reasons."""
