"""The search: column generation for the bound, restricted integer programmes for the plan, line by line."""
