"""What a publication says otherwise than the one before it, whom to tell of it, and which letters that replaces."""
