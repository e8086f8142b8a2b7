"""Nine functions take the events through a real feature store, one after the other.

Each gets the run and whether to leave its step out, and returns its data before and after, as
rows. A run without a step is a run of the other eight: nothing else knows what is missing.
"""

import json
from dataclasses import dataclass, field
from datetime import datetime

from definitions import ALL, FEATURES, FRAUD, PAYMENT, describe_again
from happened import (
    ASKED,
    CLICKED,
    DELIVERED,
    LABELS,
    LAST_RUN,
    NEXT_PAYMENT,
    THIS_RUN,
    USER,
    at,
    job_after,
)

from mlplat_core import FeatureStore

BEGINNING = at(0, day=1)
WINDOWS = ["payments:count_7d", "payments:sum_7d", "clicks:clicks_5m"]


@dataclass
class Run:
    """What the steps hand on to each other."""

    now: datetime = THIS_RUN
    captured: list = field(default_factory=list)
    clicks: list = field(default_factory=list)
    events: list = field(default_factory=list)
    valid: list = field(default_factory=list)
    quarantine: list = field(default_factory=list)
    payments: list = field(default_factory=list)
    stats: list = field(default_factory=list)
    training: list = field(default_factory=list)
    online: dict = field(default_factory=dict)
    log: list = field(default_factory=list)

    def __post_init__(self):
        self.store = FeatureStore(clock=lambda: self.now)
        self.store.apply(ALL)
        self.copied_transform = None  # the checkout service's own, should somebody write one


def capture(run, left_out):
    if not left_out:
        run.captured = [{**json.loads(text), "arrived": arrived} for text, arrived in DELIVERED]
        run.clicks = CLICKED
    return [{"message": text, "arrives": arrived} for text, arrived in DELIVERED], run.captured


def ingest(run, left_out):
    for number, event in enumerate(run.captured, 1):
        run.now = event["arrived"]
        name = f"delivery {number}" if left_out else event["id"]
        row = {"event_id": name, "event_timestamp": happened(event), "body": json_body(event)}
        pushed = run.store.push("raw_events", [row])
        run.events += [{**event, "event_id": name}] * pushed.appended
    return run.captured, pick(run.events, "event_id", "amount", "cur", "ts")


def validate(run, left_out):
    for event in run.events:
        problem = None if left_out else find_problem(event)
        if problem:
            run.quarantine.append({**event, "goes to": f"quarantine: {problem}"})
        else:
            amount = event["amount"] if left_out else float(event["amount"])
            run.valid.append({**event, "amount": amount, "goes to": "transform"})
    columns = ("event_id", "amount", "cur", "goes to")
    return pick(run.events, *columns[:3]), pick(run.valid + run.quarantine, *columns)


def transform(run, left_out):
    if left_out:
        run.copied_transform = describe_again
    for event in run.valid:
        inputs = {**event, "currency": event["cur"], "paid_at": happened(event)}
        run.payments.append({**event, **PAYMENT.transform(inputs)})
    before = pick(run.valid, "event_id", "amount", "cur", "ts")
    return before, pick(run.payments, "event_id", "amount_eur", "hour")


def aggregate(run, left_out):
    run.now = ASKED
    events = [window_event(payment) for payment in run.payments]
    jobs = [job_after(event["created_timestamp"]) for event in events]
    # The last one is what a request at that moment reads: a stream has no job.
    asked = [{**USER, "event_timestamp": moment} for moment in [*jobs, ASKED]]
    if left_out:
        points = [*(event["amount_eur"] for event in events), None]
        windows = [{"count_7d": None, "sum_7d": each, "clicks_5m": None} for each in points]
    else:
        run.store.push("payments", events)
        run.store.push("clicks", [{**USER, **known(each, each)} for each in run.clicks])
        windows = run.store.get_historical_features(asked, WINDOWS).rows
    for event, job, window in zip(events, jobs, windows):
        stats = {"payments_7d": window["count_7d"], "spent_7d": window["sum_7d"]}
        run.stats.append({**USER, **stats, **known(event["event_timestamp"], job)})
    return pick(events, "event_id", "amount_eur", "event_timestamp"), [
        {"after": name, "as of": row["event_timestamp"], **window}
        for name, row, window in zip(
            [*(event["event_id"] for event in events), "the clicks"],
            asked,
            pick(windows, "count_7d", "sum_7d", "clicks_5m"),
        )
    ]


def write_offline(run, left_out):
    run.now = THIS_RUN
    missing = {"created_timestamp"} if left_out else set()
    rows = [{key: row[key] for key in row if key not in missing} for row in run.stats]
    run.store.push("user_stats", rows, to="offline")
    log = run.store.explain("user_stats", {**USER, "event_timestamp": ASKED}).candidates
    return rows, [
        {**USER, **each.values, **known(each.event_timestamp, each.created_timestamp)}
        for each in reversed(log)
    ]


def build_training_set(run, left_out):
    moments = [label["event_timestamp"] for label in LABELS]
    labels = LABELS
    if left_out:
        labels = [{**label, "event_timestamp": ASKED} for label in LABELS]
    rows = run.store.get_historical_features(labels, FRAUD).rows
    run.training = [{**row, "label of": moment} for row, moment in zip(rows, moments)]
    return [{**USER, "label of": each} for each in moments], pick(
        run.training, "label of", *FEATURES
    )


def materialize(run, left_out):
    run.store.materialize(BEGINNING, LAST_RUN)
    before = read_stats(run)
    if not left_out:
        run.store.materialize_incremental(run.store.clock())
        # The job of 10:00 once more, as after a restart: nothing older replaces what is newer.
        run.store.materialize(BEGINNING, LAST_RUN)
    return before, read_stats(run)


def serve(run, left_out):
    run.now = ASKED
    answer = run.store.get_online_features(FRAUD, [NEXT_PAYMENT])
    copied = run.copied_transform(NEXT_PAYMENT) if run.copied_transform else {}
    run.online = answer.rows[0] | copied
    if not left_out:
        run.log.append({"prediction_id": "p1", "event_timestamp": ASKED, **run.online})
    return [NEXT_PAYMENT], pick(run.log, "prediction_id", "event_timestamp", *FEATURES)


def find_problem(event):
    """Why an event must not go on, or None."""
    try:
        amount = float(event["amount"])
    except ValueError:
        return f"{event['amount']!r} is no number"
    fits = event["cur"] in ("EUR", "SEK") and 0 < amount < 100_000
    return None if fits else "currency or amount is out of range"


def happened(event):
    return datetime.fromisoformat(event["ts"])


def json_body(event):
    return json.dumps({key: event[key] for key in ("id", "amount", "cur", "ts")})


def known(event, created):
    return {"event_timestamp": event, "created_timestamp": created}


def window_event(payment):
    kept = {"event_id": payment["event_id"], "amount_eur": payment["amount_eur"]}
    return {**USER, **kept, **known(happened(payment), payment["arrived"])}


def read_stats(run):
    features = ["user_stats:payments_7d", "user_stats:spent_7d"]
    answer = run.store.get_online_features(features, [USER])
    as_of = answer.event_timestamps[0]["payments_7d"]
    return [{**answer.rows[0], "as of": as_of}]


def pick(rows, *columns):
    return [{column: row[column] for column in columns} for row in rows]
