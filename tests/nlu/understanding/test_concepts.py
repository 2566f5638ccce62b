from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from nlu.understanding.concepts import LEXICON, ConceptLexicon, load_concepts
from nlu.understanding.labels import DANGERS, ISSUES


def write(folder: Path, *said: str) -> Path:
    content = {"electricity_stopped": {"suggests": ["poverty", "debt"], "said": list(said)}}
    (folder / "facts.yml").write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def lexicon(cut) -> ConceptLexicon:
    return load_concepts(cut)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("先週から電気が止まっています", True),
        ("電気も水も、とうとう止まった", True),
        ("でんきが 止まった", True),
        ("電気が止まらない", True),
        ("止まった電気", False),
        ("電気代を聞いた友だちと昨日の夜に駅で会って帰りに雨が止まった", False),
    ],
)
def test_an_expression_is_found_in_order_with_a_few_words_between(
    cut, tmp_path: Path, text: str, found: bool
) -> None:
    facts = load_concepts(cut, write(tmp_path, "電気が止まった"))
    assert bool(facts.find(cut(text))) is found


def test_a_negation_that_the_expression_holds_must_be_said(cut, tmp_path: Path) -> None:
    facts = load_concepts(cut, write(tmp_path, "電気がつかない"))
    assert facts.find(cut("部屋の電気がつかない"))
    assert not facts.find(cut("部屋の電気がついた"))


def test_choices_stand_for_one_word(cut, tmp_path: Path) -> None:
    facts = load_concepts(cut, write(tmp_path, "電気|ガス|水道が止まった"))
    assert all(facts.find(cut(f"{thing}が止まった")) for thing in ("電気", "ガス", "水道"))
    assert not facts.find(cut("電気"))


def test_a_fact_knows_its_words_and_what_it_suggests(cut, tmp_path: Path) -> None:
    words = cut("母が、電気を止められた")
    (fact,) = load_concepts(cut, write(tmp_path, "電気を止められた")).find(words)
    assert (words[fact.first].surface, words[fact.last].lemma) == ("電気", "られる")
    assert fact.suggests == ("poverty", "debt")


def test_the_lexicon_names_only_what_the_taxonomy_knows(lexicon: ConceptLexicon) -> None:
    named = {label for labels in lexicon.suggests.values() for label in labels}
    assert named <= {*ISSUES, *DANGERS}


def test_the_lexicon_has_facts_for_every_label(lexicon: ConceptLexicon) -> None:
    for label in (*ISSUES, *DANGERS):
        assert sum(label in labels for labels in lexicon.suggests.values()) >= 10, label


def test_no_expression_stands_for_two_facts() -> None:
    said: dict[str, str] = {}
    for path in LEXICON.glob("*.yml"):
        for name, concept in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            for expression in concept["said"]:
                assert said.setdefault(expression, name) == name, expression
