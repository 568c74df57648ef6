"""From the tables that structures send to a problem document, with every fault told at once."""
