"""Example data of meetings."""
