"""Tables of statistics: a Parquet file as the CSV that is its document's text, and where the mapping of a table lies."""

from __future__ import annotations

import csv
import io
import math
from decimal import Decimal

from tradegraph.errors import SourceError

TABLE = "text/csv"  # the media type of tables of statistics, Parquet too
_DELIMITERS = (",", ";", "\t")
MAPPING = ".mapping.toml"  # beside the table: prices.csv, prices.mapping.toml


def delimiter(head: str) -> str:
    """What parts the columns of a table, by its first line; spreadsheets write any of three."""
    return max(_DELIMITERS, key=head.count)


def mapping_beside(source: str) -> str:
    """Where the mapping of a table lies, which may be packed."""
    return source.removesuffix(".gz").rpartition(".")[0] + MAPPING


def parquet(raw: bytes, most: int) -> str:
    """A Parquet file as CSV, numbers without exponent. Raises SourceError for what is no flat table of bearable size."""
    import pyarrow as pa  # takes a quarter of a second to import, and few sources are Parquet
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(pa.BufferReader(raw))
        if file.metadata.num_rows > most // 10 or sum(file.metadata.row_group(i).total_byte_size for i in range(file.num_row_groups)) > 10 * most:
            raise SourceError("holds more rows than one table may; split it")
        table = file.read()
    except (pa.ArrowException, OSError) as error:
        raise SourceError(f"is no readable Parquet: {str(error).splitlines()[0]}") from error
    nested = [name for name, kind in zip(table.column_names, table.schema.types, strict=True) if pa.types.is_nested(kind)]
    if nested:
        raise SourceError(f"has lists or structures in {', '.join(nested)}; write lists as text with | between their members")
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(table.column_names)
    writer.writerows(zip(*(map(_cell, column.to_pylist()) for column in table.columns), strict=True))
    return lines.getvalue()


def _cell(value: object) -> str:
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f").removesuffix(".0") if math.isfinite(value) else ""
    return "" if value is None else str(value)
