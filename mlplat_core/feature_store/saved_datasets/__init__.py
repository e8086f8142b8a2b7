"""From exactly which rows was a model trained? Snapshots that never change, with their origin."""
