from __future__ import annotations

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from nlu.understanding.forest import grow


def table() -> tuple[np.ndarray, np.ndarray]:
    numbers = np.random.default_rng(1)
    rows = numbers.normal(size=(400, 5))
    return rows, (rows[:, 0] * rows[:, 1] > 0) | (rows[:, 2] > 1)


def test_it_says_what_the_library_says() -> None:
    rows, answer = table()
    ours = grow(rows, [answer, rows[:, 3] > 0], 7).scores(rows)
    theirs = HistGradientBoostingClassifier(
        max_iter=110,
        learning_rate=0.07,
        l2_regularization=3.0,
        max_leaf_nodes=12,
        min_samples_leaf=20,
        early_stopping=False,
        random_state=7,
    ).fit(rows, answer)
    assert np.allclose(ours[:, 0], theirs.predict_proba(rows)[:, 1], atol=1e-5)


def test_a_question_with_one_answer_only_is_answered_so() -> None:
    rows, _ = table()
    scores = grow(rows, [np.ones(400, bool), np.zeros(400, bool)], 7).scores(rows[:3])
    assert (scores[:, 0] > 0.99).all()
    assert (scores[:, 1] < 0.01).all()
