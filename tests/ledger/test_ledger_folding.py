import json
import sqlite3

import pytest

from dispatch.ledger.dialects import folded, gathered


@pytest.fixture
def database():
    made = sqlite3.connect(":memory:")
    made.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b INTEGER)")
    yield made
    made.close()


def test_a_folded_insert_does_what_single_ones_do(database):
    """One folded INSERT leaves the same rows as one INSERT for each."""
    database.execute(folded("INSERT INTO t (id, a, b) VALUES (?, ?, ?)", 3), [1, "x", None, 2, "y", 5, 3, None, 6])
    assert database.execute("SELECT * FROM t").fetchall() == [(1, "x", None), (2, "y", 5), (3, None, 6)]


def test_a_folded_update_changes_each_row_and_no_other(database):
    """One folded UPDATE gives each row its own values, fixed ones included, and leaves the rest alone."""
    database.executemany("INSERT INTO t VALUES (?, ?, ?)", [(n, f"old{n}", n) for n in range(1, 6)])
    changed = database.execute(folded("UPDATE t SET a=?, b=NULL WHERE t.id = ?", 2), ["new2", 2, None, 4])
    assert changed.rowcount == 2
    assert database.execute("SELECT * FROM t").fetchall() == [
        (1, "old1", 1),
        (2, "new2", None),
        (3, "old3", 3),
        (4, None, None),
        (5, "old5", 5),
    ]


def test_a_folded_update_finds_its_rows_by_key(database):
    """The plan of a folded UPDATE looks rows up by primary key and scans no table."""
    plan = database.execute("EXPLAIN QUERY PLAN " + folded("UPDATE t SET a=? WHERE t.id = ?", 3), ["x"] * 6).fetchall()
    assert any("SEARCH t USING INTEGER PRIMARY KEY" in row[3] for row in plan)


def test_gathered_rows_are_the_rows(database):
    """All rows come as one, with numbers up to 64 bits, texts of any kind and nothing at all as they were."""
    rows = [(1, 'é "quoted" \n', 2**62), (2, None, -1)]
    database.executemany("INSERT INTO t VALUES (?, ?, ?)", rows)
    found = database.execute(gathered("SELECT t.id, t.a, t.b FROM t WHERE t.id IN (?, ?)", ("id", "a", "b")), [1, 2])
    assert [tuple(row) for row in json.loads(found.fetchone()[0])] == rows
