"""Drawings of a scheduled plan: pure functions from numbers to SVG.

A layout is computed in millimetres first; only the last step writes markup. Captions arrive translated.
"""
