"""From an audited agenda to everything that has to be sent: pages, workbook, tables, calendars, letters, tasks."""
