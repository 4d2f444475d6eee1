"""As on a French call sheet."""

SHORT_DATE_FORMAT = "d/m/Y"
SHORT_DATETIME_FORMAT = "d/m/Y H:i"
EXACT_FORMAT = "d/m/Y H:i:s"
