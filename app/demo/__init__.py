"""A believable district that does not exist: 云岭区, made from a fixed seed and a fixed date (see README.md)."""
