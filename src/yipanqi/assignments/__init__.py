"""一次交办: one letter a unit out of one consultation; later changes only as difference letters, counted."""
