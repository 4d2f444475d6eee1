"""Tables that leave: PostgreSQL writes the rows, Python only carries them.

A table is a query with described columns. The database renders each row as it stands in the
file (COPY; for spreadsheets the XML of the row), so that a million rows cost neither time in
Python nor memory. No module here knows what a table means; `feedback.reports` does.
"""
