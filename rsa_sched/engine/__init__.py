"""The engine: from a case to seats and a bound. No solver object leaves it."""
