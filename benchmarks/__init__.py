"""The planner against other ways to plan: instances × methods, one run, one table (`make bench`)."""
