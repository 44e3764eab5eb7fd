"""The demo year: acts only through operations."""
