"""The API in the help: what the schema promises, and an example of each call that is tested."""
