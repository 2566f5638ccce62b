"""Madoguchi: one door for every trouble. The rooms and who may enter which: see DESIGN in docs/."""
