"""Parquet files of many replications as one frame, of which only what is asked for is read (pyarrow's datasets)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rsa_sched.errors import brought_by

if TYPE_CHECKING:
    import pandas as pd

REPLICATION, SCENARIO = "replication", "scenario"


def frame_of(sources: Mapping[str, tuple[Sequence[Path], int]], columns: Sequence[str] | None) -> pd.DataFrame:
    """The rows of these scenarios' files, of replications below a number, under the scenarios' names.

    Parameters
    ----------
    sources : files and number, by scenario.
    columns : what is read; None: everything. A column that a scenario has not is left empty.
    """
    with brought_by("sim"):
        import pandas as pd
        import pyarrow as pa
        from pyarrow.compute import field
    tables, names = [], []
    for scenario, (paths, count) in sources.items():
        dataset = _dataset(paths)
        if dataset is None:
            continue
        wanted = None if columns is None else [name for name in columns if name in dataset.schema.names]
        read = None if wanted is None else list(dict.fromkeys([REPLICATION, *wanted]))
        table = dataset.to_table(columns=read, filter=field(REPLICATION) < count)
        order = table.column(REPLICATION)
        if table.num_rows and pa.compute.any(pa.compute.less(order[1:], order[:-1])).as_py():
            table = table.sort_by(REPLICATION)
        if table.num_rows:
            tables.append(table if wanted is None else table.select(wanted))
            names += [(scenario, table.num_rows)]
    if not tables:
        return pd.DataFrame(columns=None if columns is None else list(columns))
    whole = pa.concat_tables(tables, promote_options="permissive")
    if SCENARIO in whole.schema.names:
        called = pa.chunked_array([pa.repeat(pa.scalar(name, _text(whole)), number) for name, number in names])
        whole = whole.set_column(whole.schema.get_field_index(SCENARIO), whole.schema.field(SCENARIO), called)
    frame: pd.DataFrame = whole.to_pandas()
    return frame


def table_of(paths: Sequence[Path]) -> Any:
    """The rows of files that lie in the order of their replications."""
    dataset = _dataset(paths)
    assert dataset is not None
    return dataset.to_table()


def can_be_read(paths: Sequence[Path]) -> bool:
    """Whether each of the files is there and ends as it should."""
    with brought_by("sim"):
        from pyarrow import ArrowException
        from pyarrow.parquet import read_metadata
    try:
        for path in paths:
            read_metadata(path)
    except (ArrowException, OSError):
        return False
    return True


def _dataset(paths: Sequence[Path]) -> Any:
    """The files as one, with the columns of all of them; None of none."""
    with brought_by("sim"):
        import pyarrow as pa
        from pyarrow import dataset, parquet
    schemas = [parquet.read_schema(path) for path in paths]
    # of a replication without a row no column is known
    known = [schema for schema in schemas if len(schema) > 2] or schemas
    if not known:
        return None
    schema = pa.unify_schemas(known, promote_options="permissive")
    return dataset.dataset([str(path) for path in paths], schema=schema, format="parquet")


def _text(table: Any) -> Any:
    return table.schema.field(SCENARIO).type
