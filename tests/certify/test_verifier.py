"""One check of ``verify.py`` at a time, on the smallest document in which it decides."""
