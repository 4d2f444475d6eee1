"""Reports: figures of whole weeks and of five people at least, in documents that can be redone.

    definition → content (plain data, hashed) → CSV, XLSX, JSON, Parquet, PDF

The same definition on the same data gives the same content, and the same content the same bytes.
"""

#: How figures are made; a report names it, and what changes a figure changes this.
METHOD = "2026-11-29"
