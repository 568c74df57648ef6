"""What every office file has in common."""
