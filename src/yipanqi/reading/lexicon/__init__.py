"""The words of reports as tables. Each row carries an example that a test reads: a new phrase is one line."""
