"""考核: versioned schemes, sheets computed from facts, objections, results, commendation."""
