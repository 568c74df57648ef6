"""The command line, through the interpreter and in process."""
