"""The gate: whether one request may go to one provider, and every reason why not. Default deny."""
