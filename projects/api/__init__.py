"""The work over the API: the same door and the same verbs as the pages."""
