"""Every write a user can make: verb(step, ...)."""
