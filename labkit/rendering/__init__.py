"""HTML of labs and simulators, complete before any script runs."""
