# fails: no_future_values
def pit_join(labels, rows, ttl):
    answers = []
    for entity, ts in labels:
        best_distance = ttl + 1
        best_value = None
        for row in rows:
            distance = abs(ts - row["event_ts"])
            if row["entity"] == entity and distance < best_distance:
                best_distance = distance
                best_value = row["value"]
        answers.append(best_value)
    return answers
