"""Tables on a terminal."""

from tests.evaluation.markdown import table


def test_columns_stand_under_each_other_with_japanese_in_them() -> None:
    lines = table(("who", "times"), [("母", 3), ("mother", 12)]).splitlines()
    assert lines == [
        "| who    | times |",
        "| ------ | ----: |",
        "| 母     |     3 |",
        "| mother |    12 |",
    ]
