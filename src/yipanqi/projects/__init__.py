"""Key projects from talks to full capacity: stages, monthly investment, guarantees, contributions to targets."""
