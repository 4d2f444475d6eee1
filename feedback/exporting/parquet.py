"""Parquet: COPY's CSV, read and written by Arrow a block of rows at a time.

Arrow's streaming reader would ask for more from a thread of its own, which has another connection
to the database; blocks of whole rows are handed to it instead.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from feedback.exporting.columns import Kind, Table
from feedback.exporting.copying import copied

if TYPE_CHECKING:
    import pyarrow as pa

#: Bytes of CSV that make a row group, about.
BLOCK = 8 << 20


def parquet_to(path: Path, table: Table) -> None:
    """Write the file: zstd, meanings and units of the columns in its schema."""
    import pyarrow as pa
    import pyarrow.csv as csv
    import pyarrow.parquet as pq

    schema = _schema(table)
    reading = csv.ReadOptions(column_names=schema.names, block_size=2 * BLOCK)
    parsing, converting = csv.ParseOptions(newlines_in_values=True), _converting(schema)
    with pq.ParquetWriter(path, schema, compression="zstd", compression_level=1) as writer:
        for block in _blocks(copied(table, "*", "(format csv)")):
            writer.write_table(csv.read_csv(pa.BufferReader(block), reading, parsing, converting))


def _blocks(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Pieces are of whole rows, and so are blocks."""
    held: list[bytes] = []
    for piece in pieces:
        held.append(piece)
        if sum(map(len, held)) >= BLOCK:
            yield b"".join(held)
            held = []
    if held:
        yield b"".join(held)


def _converting(schema: "pa.Schema") -> Any:
    import pyarrow.csv as csv

    return csv.ConvertOptions(
        column_types=schema,
        null_values=[""],
        strings_can_be_null=True,
        quoted_strings_can_be_null=False,
        true_values=["t"],
        false_values=["f"],
    )


def _schema(table: Table) -> "pa.Schema":
    import pyarrow as pa

    kinds = {
        Kind.ID: pa.string(),
        Kind.TEXT: pa.string(),
        Kind.CODE: pa.string(),
        Kind.INTEGER: pa.int64(),
        Kind.NUMBER: pa.float64(),
        Kind.MOMENT: pa.timestamp("us", tz="UTC"),
        Kind.DATE: pa.date32(),
        Kind.YES: pa.bool_(),
    }
    return pa.schema(
        pa.field(
            column.name,
            kinds[column.kind],
            metadata={"means": str(column.means), "unit": str(column.unit)},
        )
        for column in table.columns
    )
