"""`python -m bot …` is `madoguchi …`."""

from bot.cli import main

main()
