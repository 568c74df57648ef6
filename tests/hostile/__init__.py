"""Files and folders made to harm, by hand: what each must come to, and a table of those that do not come to it yet."""
