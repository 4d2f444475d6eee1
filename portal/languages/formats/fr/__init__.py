"""Found by Django by the name of the language."""
