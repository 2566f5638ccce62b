"""Whether more messages would still help."""

from collections.abc import Sequence

from tests.evaluation.figures import figures
from tests.evaluation.folds import parts
from tests.evaluation.markdown import section, table
from tests.evaluation.messages import Message
from tests.evaluation.progress import step
from tests.evaluation.readers import own_model
from tests.evaluation.readings import judged

_SHARES = {"1/8": 1 / 8, "1/4": 1 / 4, "1/2": 1 / 2, "all": 1.0}


def of_curve(training: Sequence[Message], held_out: Sequence[Message]) -> str:
    rows = []
    for name, learned in zip(_SHARES, parts(training, list(_SHARES.values())), strict=True):
        with step(f"learning curve, {name}: {len(learned)} messages"):
            safe = name.replace("/", "-of-")
            readings = own_model.read(f"curve-{safe}", learned, held_out)
            found = figures(judged(held_out, readings))
        seen = found.dangers.recalls[2][0].seen
        rows.append((name, len(learned), found.issues.macro_f1, found.issues.f1, seen))
    return section(
        "Learning curve",
        "Learned from a random part of the training messages, read the held-out ones.",
        table(("part", "messages", "macro-F1", "micro-F1", "danger ≥ 2 seen"), rows),
    )
