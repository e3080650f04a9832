"""The example neighbourhood: believable people and listings for trying things out."""
