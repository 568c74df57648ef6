"""The workbook and the csv files, with the indicators."""
