"""What every page needs and no domain should know: language, forms, flashes, security headers, static addresses."""
