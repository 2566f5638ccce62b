"""Where the evaluation reads from and writes to; it runs from the root of the repository."""

from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
TRAINING = ROOT / "data" / "nlu"
HELD_OUT = ROOT / "data" / "evaluation" / "messages.yml"
PRIVATE = ROOT / "data" / "evaluation" / "masking.yml"
OUTPUT = ROOT / ".data" / "evaluation"
