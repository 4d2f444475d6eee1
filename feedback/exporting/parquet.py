"""Parquet: COPY's CSV, read and written by Arrow a batch at a time."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from feedback.exporting.columns import Kind, Table
from feedback.exporting.copying import copied

if TYPE_CHECKING:
    import pyarrow as pa

#: Bytes that Arrow reads at once, and rows of a group in the file.
BLOCK, GROUP = 4 << 20, 65_536


def parquet_to(path: Path, table: Table) -> None:
    """Write the file: zstd, a row group for each 65,536 rows, units and meanings in its schema."""
    import pyarrow as pa
    import pyarrow.csv as csv
    import pyarrow.parquet as pq

    schema = _schema(table)
    source, params = table.sql()
    select = f"select * from {source}"  # noqa: S608 (names of columns)
    pieces = copied(select, params, "(format csv)")
    with pq.ParquetWriter(path, schema, compression="zstd", compression_level=1) as writer:
        reader = _Stream(pieces)
        if not reader.begin():
            writer.write_table(schema.empty_table())
            return
        rows = csv.open_csv(
            pa.PythonFile(reader, "r"),
            csv.ReadOptions(column_names=schema.names, block_size=BLOCK, use_threads=False),
            csv.ParseOptions(newlines_in_values=True),
            csv.ConvertOptions(
                column_types=schema,
                null_values=[""],
                strings_can_be_null=True,
                quoted_strings_can_be_null=False,
                true_values=["t"],
                false_values=["f"],
            ),
        )
        for batch in rows:
            writer.write_batch(batch, row_group_size=GROUP)


def _schema(table: Table) -> "pa.Schema":
    import pyarrow as pa

    kinds = {
        Kind.ID: pa.string(),
        Kind.TEXT: pa.string(),
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


class _Stream(io.RawIOBase):
    """Pieces as a file that Arrow reads."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._held = pieces, b""

    def begin(self) -> bool:
        """Whether there is any row: Arrow refuses a file without one."""
        self._held = next(self._pieces, b"")
        return bool(self._held)

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        parts, length = [self._held], len(self._held)
        while length < size and (piece := next(self._pieces, b"")):
            parts.append(piece)
            length += len(piece)
        whole = b"".join(parts)
        self._held = whole[size:]
        return whole[:size]

    def readinto(self, buffer: Any) -> int:
        given = self.read(len(buffer))
        buffer[: len(given)] = given
        return len(given)
