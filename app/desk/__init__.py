"""The desk: what waits for a person today and how the district stands, put together from all packages."""
