"""Where the house keeps what is not code."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
"""Everything a resident or coordinator reads, and every reviewed list."""
