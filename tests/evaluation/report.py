"""The report: who read which messages, and what came of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.privacy.evaluation import Case, read_cases
from tests.evaluation import errors_page, sections
from tests.evaluation.comparison import side_by_side
from tests.evaluation.cross_validation import of_folds
from tests.evaluation.figures import Figures, figures
from tests.evaluation.leakage import of_leakage
from tests.evaluation.learning_curve import of_curve
from tests.evaluation.masking import of_masking
from tests.evaluation.messages import Message, read_file, read_folder
from tests.evaluation.progress import step
from tests.evaluation.readers import analyze, stock
from tests.evaluation.readers.keywords import KeywordList
from tests.evaluation.readings import judged

OURS, KEYWORDS, STOCK = "ours", "keyword list", "stock Rasa"


@dataclass(frozen=True, slots=True)
class Order:
    """What to evaluate, and how much of it. `folds` 0: no cross-validation."""

    training: Path
    held_out: Path
    private: Path
    output: Path
    folds: int
    curve: bool
    with_stock: bool


def report(order: Order) -> str:
    """The whole report in Markdown; the page of errors is written beside it."""
    order.output.mkdir(parents=True, exist_ok=True)
    with step("reading the labelled messages"):
        files = read_folder(order.training)
        held_out = read_file(order.held_out)
        private = read_cases(order.private)
    return "\n\n".join(_parts(order, files, held_out, private)) + "\n"


def _parts(
    order: Order, files: list[list[Message]], held_out: list[Message], private: Iterable[Case]
) -> Iterator[str]:
    training = [message for messages in files for message in messages]
    yield "# Evaluation"
    yield (
        f"{len(held_out)} held-out messages, {len(training)} training messages in {len(files)} "
        "files. In brackets 95 % intervals: Wilson's for shares, bootstrap for F1 and the like."
    )
    readers = _readers(order, training, held_out)
    yield side_by_side(readers)
    if STOCK not in readers:
        yield "The stock Rasa pipeline was left out by `--without-stock`."
    yield from _about_ours(readers[OURS])
    with step("masking"):
        yield of_masking(private)
    with step("looking for held-out messages among the training messages"):
        yield of_leakage(held_out, training)
    yield of_folds(files, order.folds) if order.folds else "Cross-validation was left out."
    if order.curve:
        yield of_curve(training, held_out)


def _readers(order: Order, training: list[Message], held_out: list[Message]) -> dict[str, Figures]:
    with step(f"{OURS}: madoguchi analyze on {len(held_out)} messages"):
        cases = judged(held_out, analyze.read(held_out, order.output))
    errors_page.write(cases, order.output / "errors.html")
    keywords = KeywordList.load()
    readers = {OURS: cases, KEYWORDS: judged(held_out, [keywords.read(m.text) for m in held_out])}
    if order.with_stock:
        with step(f"{STOCK}: learning from {len(training)} messages, some ten minutes"):
            readers[STOCK] = judged(held_out, stock.read(training, held_out))
    with step("counting, with intervals"):
        return {name: figures(of_reader) for name, of_reader in readers.items()}


def _about_ours(found: Figures) -> Iterator[str]:
    yield sections.of_issues(found.issues)
    yield sections.of_dangers(found.dangers)
    yield sections.of_scopes_and_confusions(found)
    yield sections.of_evidence(found)
    yield sections.of_household(found.household)
