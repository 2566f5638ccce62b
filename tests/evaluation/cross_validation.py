"""Our components on training messages that they did not learn from."""

from collections.abc import Sequence

from tests.evaluation import sections
from tests.evaluation.figures import figures
from tests.evaluation.folds import split, without
from tests.evaluation.markdown import section, table
from tests.evaluation.messages import Message
from tests.evaluation.progress import step
from tests.evaluation.readers import own_model
from tests.evaluation.readings import Judged, judged
from tests.evaluation.scores import dangers
from tests.evaluation.scores.issues import plain_f1

# Resampling ten thousand messages a thousand times would take longer than it tells.
_ROUNDS = 200


def of_folds(files: Sequence[Sequence[Message]], folds: int) -> str:
    cases = _read(split(files, folds))
    with step("counting, with intervals"):
        pooled = figures([case for fold in cases for case in fold], _ROUNDS)
    rows = [_row(f"fold {number}", fold) for number, fold in enumerate(cases, start=1)]
    return "\n\n".join(
        [
            section(
                f"Cross-validation, {folds} folds",
                "Neighbours in a file, written by one hand, are in the same fold.",
                table(("", "messages", "macro-F1", "micro-F1", "danger ≥ 2 seen"), rows),
                f"Scope right: {pooled.scopes.accuracy}",
            ),
            sections.of_issues(pooled.issues, "Issues, all folds together"),
            sections.of_dangers(pooled.dangers, "Dangers, all folds together"),
        ]
    )


def _read(folds: Sequence[Sequence[Message]]) -> list[list[Judged]]:
    cases = []
    for at, fold in enumerate(folds):
        learned = without(folds, at)
        with step(f"fold {at + 1} of {len(folds)}: {len(learned)} to learn, {len(fold)} to read"):
            cases.append(judged(fold, own_model.read(f"fold-{at + 1}", learned, fold)))
    return cases


def _row(name: str, cases: Sequence[Judged]) -> tuple[object, ...]:
    macro, micro = plain_f1(cases)
    seen = dangers.measure(cases).recalls[2][0].seen
    return name, len(cases), f"{macro:.3f}", f"{micro:.3f}", seen
