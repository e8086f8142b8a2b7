"""How does the handler meet HTTP? Everything that knows of statuses, bodies and FastAPI."""
