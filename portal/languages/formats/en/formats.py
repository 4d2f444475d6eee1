"""As in a shot list or a log: the year first, so that nobody takes a day for a month."""

SHORT_DATE_FORMAT = "Y-m-d"
SHORT_DATETIME_FORMAT = "Y-m-d H:i"
EXACT_FORMAT = "Y-m-d H:i:s"  # our own, for lists in which seconds count
