"""The work report of a year: read, decided upon finding by finding, and made into the year's targets."""
