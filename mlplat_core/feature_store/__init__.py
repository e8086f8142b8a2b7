"""What was known about a user or an item, and when? Features, and the join back in time."""
