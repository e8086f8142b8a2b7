"""The three ways to look features up: what the page calls them, and what the shop does."""

JOINS = {
    "latest value": "latest",
    "event time": "event_time",
    "both clocks": "known",
}
