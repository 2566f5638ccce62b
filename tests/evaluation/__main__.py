"""`make evaluate`: how well messages are understood. Figures are reported, never asserted."""

import signal
import sys
from pathlib import Path
from typing import Annotated

import typer

from tests.evaluation.places import HELD_OUT, OUTPUT, PRIVATE, TRAINING
from tests.evaluation.report import Order, report


def main(
    folds: Annotated[int, typer.Option(help="folds of the cross-validation; 0: none")] = 5,
    curve: Annotated[bool, typer.Option("--curve", help="draw the learning curve")] = False,
    without_stock: Annotated[
        bool, typer.Option("--without-stock", help="leave the stock Rasa pipeline out")
    ] = False,
    training: Annotated[Path, typer.Option(help="folder of training messages")] = TRAINING,
    held_out: Annotated[Path, typer.Option(help="held-out messages")] = HELD_OUT,
    private: Annotated[Path, typer.Option(help="messages with private data")] = PRIVATE,
    output: Annotated[Path, typer.Option(help="where report.md and errors.html go")] = OUTPUT,
) -> None:
    """Ours, a keyword list and the stock Rasa pipeline on messages that none has learned from."""
    # Told to stop politely, it stops what it has started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    order = Order(training, held_out, private, output, folds, curve, not without_stock)
    text = report(order)
    (output / "report.md").write_text(text, "utf-8")
    print(f"\n{text}\n{output / 'report.md'}\n{output / 'errors.html'}")


if __name__ == "__main__":
    typer.run(main)
