"""Teachers, schools, posts and credentials."""
