"""What is promised to those who wait."""
