"""As on a French call sheet."""

SHORT_DATE_FORMAT = "d/m/Y"
SHORT_DATETIME_FORMAT = "d/m/Y H:i"
DAY_FORMAT = "d/m"
EXACT_FORMAT = "d/m/Y H:i:s"
