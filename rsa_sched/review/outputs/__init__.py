"""What a review is written to: a page, two pages for a meeting, workbooks, a table; and the folder that holds them."""
