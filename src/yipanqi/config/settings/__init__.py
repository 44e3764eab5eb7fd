"""Settings: production is the default; demo and test say only what differs."""
