"""The year's calendar: which session is held when, where and by whom, proven best, audited and explained [R56]."""
