"""As in a shot list or a log: the year first, so that nobody takes a day for a month."""

SHORT_DATE_FORMAT = "Y-m-d"
SHORT_DATETIME_FORMAT = "Y-m-d H:i"
DAY_FORMAT = "m-d"  # our own, below a bar
EXACT_FORMAT = "Y-m-d H:i:s"  # our own, for lists in which seconds count
