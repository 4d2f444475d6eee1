"""PostgreSQL as Django knows it, told before each statement which studios are open."""
