"""Made-up programmes whose saving is known: do the answers find it?"""
