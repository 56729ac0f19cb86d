#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Makes the Parquet files that tests/unit/test_parquet.c reads, with the pyarrow of `make deps-arrow`:

    PYTHONPATH=build/pyarrow python3 tests/parquet/make.py
"""
import datetime
import decimal
import os
import uuid

import pyarrow as pa
import pyarrow.parquet as pq

FOLDER = os.path.dirname(os.path.abspath(__file__))
UTC = datetime.timezone.utc
ROWS = 5
NOON = datetime.datetime(2024, 7, 1, 12, 0, 0)


def seconds(*offsets):
    return [None if s is None else NOON + datetime.timedelta(seconds=s) for s in offsets]


# One column of each type that there is, with what is at its ends: NULL, nothing, before 1970, NaN.
comments = pa.table({
    "id": pa.array([1, 2, 3, 4, -5], pa.int64()),
    "comment": pa.array(["Thank you.", "You are an idiot.", "", None, "Gr\u00fc\u00dfe \U0001f600"]),
    "username": pa.array(["ann", "bob", "ann", None, "ann"]).dictionary_encode(),
    "created_at": pa.array(seconds(0, 0.5, None, -3e9, 1), pa.timestamp("ms", "UTC")),
    "spam": pa.array([False, False, None, True, False]),
    "toxicity": pa.array([0.0, 0.75, float("nan"), None, 0.25]),
    "title": pa.array(["T", None, "", "T", "T"], pa.large_string()),
    "from": pa.array([{"name": "x"}, None, {"name": None}, {"name": "y"}, {"name": "z"}]),
    "local": pa.array(seconds(0, 0.000001, None, 2, -1.7e9), pa.timestamp("us")),
    "exact": pa.array([0, 1, -1, None, 1719835200000000001], pa.timestamp("ns", "UTC")),
    "day": pa.array([0, -1, None, 19905, 2932897], pa.date32()),
    "clock": pa.array([0, 86399999999, None, 43200500000, 1], pa.time64("us")),
    "small": pa.array([-128, 127, None, 0, 1], pa.int8()),
    "unsigned": pa.array([0, 2**32 - 1, None, 1, 2], pa.uint32()),
    "big": pa.array([0, 2**64 - 1, None, 1, 2], pa.uint64()),
    "single": pa.array([0.1, -1e30, None, 1.0, float("inf")], pa.float32()),
    "price": pa.array([decimal.Decimal(d) if d else None for d in ("1.50", "-0.01", None, "0", "123456.78")],
                      pa.decimal128(20, 2)),
    "key": pa.array([uuid.UUID(int=i).bytes for i in (0, 1, 2, 3, 2**128 - 1)], pa.uuid()),
    "nothing": pa.nulls(ROWS),
    "bytes": pa.array([b"plain", b"\xff\xfe", None, b"", b"a\0b"]),
    "tags": pa.array([["a", "b"], [], None, ["c"], ["d"]]),
    "hash": pa.array([b"0123", b"4567", None, b"89ab", b"cdef"], pa.binary(4)),
})
pq.write_table(comments, os.path.join(FOLDER, "types.parquet"), row_group_size=3,
               compression={"comment": "zstd", "created_at": "snappy", "title": "gzip", "exact": "none"},
               use_dictionary=["username", "comment"], version="2.6", data_page_version="2.0",
               column_encoding={"id": "DELTA_BINARY_PACKED", "title": "DELTA_BYTE_ARRAY",
                                "bytes": "DELTA_LENGTH_BYTE_ARRAY", "single": "BYTE_STREAM_SPLIT"},
               write_page_checksum=True, store_schema=True)

# As Impala, Hive and old Sparks wrote it: times of 96 bits, texts without a type, no checksums.
old = pa.table({
    "body": pa.array([b"first", b"second", None], pa.binary()),
    "created_utc": pa.array([NOON, datetime.datetime(1960, 1, 1, 0, 0, 0, 250000), None], pa.timestamp("ns")),
})
pq.write_table(old, os.path.join(FOLDER, "old.parquet"), use_deprecated_int96_timestamps=True,
               compression="none", use_dictionary=False, version="1.0", data_page_version="1.0",
               store_schema=False, write_statistics=False)
