"""What the dialogue may set in motion: one action per file, each a thin step to a service of bot/."""
