"""Ways to make a plan: each a function from a problem, a time limit and the number of workers to an `Answer`."""
