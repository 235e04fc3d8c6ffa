"""The campaign behind `scripts/network_cuts`: a network that fails, people who go on all the same, what was kept."""
