"""Files of tables read: workbooks, delimited text, limits, hostile and damaged files."""
