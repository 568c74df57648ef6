"""What problem documents are made of: times, places, parameters, fingerprint and look-ups."""
