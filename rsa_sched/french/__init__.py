"""French words and figures that more than one output says, each in one place."""
