"""A table built once and rendered to text, HTML, csv and xlsx; pages from templates, with one frame for all of them."""
