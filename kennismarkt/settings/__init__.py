"""Settings: base holds what is true everywhere; development, production and test say where they differ."""
