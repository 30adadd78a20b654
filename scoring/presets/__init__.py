"""Ready-made stages: what the rule book of a sport says, as plan data to start from."""
