"""Working days, holidays and 调休, editable, seeded from chinesecalendar."""
