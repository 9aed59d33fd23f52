"""Pictures and words; nothing is computed here."""
