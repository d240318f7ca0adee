"""Who: users, roles, permissions and the scope of each."""
