"""Fakes and factories that ship with the house and are used by tests only."""
