"""Workshop of the house: state tables, events, errors, clock and text; pure, without Django."""
