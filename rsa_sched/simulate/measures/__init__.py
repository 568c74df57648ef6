"""What is measured of months that were played: tidy frames, each with its definition and perimeter."""
