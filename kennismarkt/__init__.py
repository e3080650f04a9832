"""Kennismarkt: a neighbourhood learns, swaps, develops and shares what it takes to care for one another."""
