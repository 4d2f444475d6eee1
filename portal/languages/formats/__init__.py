"""Short dates and times by language, in 24 hours and without a zone: pages say UTC beside them."""
