"""A running demonstration: the demo district brought into a database the way a bureau would do it, through services."""
