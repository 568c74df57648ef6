"""From the bytes of a file to sheets of text: limits first, then what the file really is."""
