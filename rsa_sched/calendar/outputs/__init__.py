"""What is written of a year's calendar: tables, page, workbook, calendars, letters, and what the next run reads."""
