"""What does the fraud model see in a payment, and what moves its score?"""

from functools import lru_cache

from mlplat_core import PathContributions, linear_contributions
from mlplat_core.models.costs import Costs
from mlplat_core.shop import DEFAULTS, FraudFeatures, fraud_model, make_market, vector
from mlplat_core.shop.lookups import Lookups

COSTS = Costs(missed=60, review=3)  # euros
MOST_OF_A_KIND, REFERENCE, BARS = 40, 100, 6
MINUS = "\N{MINUS SIGN}"

MODELS = {
    "fraud_v1: boosted trees": "fraud_v1",
    "linear: a logistic regression": "linear",
    "leaky_latest: trees that saw the future": "leaky_latest",
}
SCHEMES = {
    "takeover": "somebody else paid with this account",
    "testing": "a program was trying the card",
    "fresh": "the account was opened to steal",
    "friendly": "the buyer disputed what had arrived",
}
FEATURE = {"field": "feature", "type": "nominal", "sort": None, "axis": None}
ADDS = {
    "field": "adds",
    "type": "quantitative",
    "title": "adds to the raw score; to the right: towards fraud",
    "axis": {"tickCount": 5, "domain": False, "ticks": False},
}
TOWARDS_FRAUD = {"test": "datum.adds > 0", "value": "var(--mlp-bad)"}
BAR = {
    "mark": {"type": "bar", "height": 8, "yOffset": 9},
    "encoding": {"color": {"condition": TOWARDS_FRAUD, "value": "var(--mlp-good)"}},
}
ZERO = {
    "data": {"values": [{"adds": 0}]},
    "mark": {"type": "rule", "color": "var(--mlp-soft)"},
    "encoding": {"y": None},
}


def initial(params):
    """There is nothing to remember: the view follows from the controls alone."""
    return {}


def act(state, action, params):
    return state


def view(state, params):
    name = MODELS[params["model"]]
    chosen = payments_of(params["kind"], name)
    if not chosen:
        return [{"type": "text", "text": "This model has none of this kind. Choose another."}]
    payment = chosen[(int(params["which"]) - 1) % len(chosen)]
    seen = look_up(payment)
    values = vector(seen.row)
    linear = name == "linear"
    parts = linear_contributions(scorer(name), values) if linear else paths(name).of(values)
    return [
        sentence(payment, name, values),
        chart(parts),
        features_table(seen, parts),
        products(values) if linear else way(name, values),
        total(name, parts, values),
    ]


@lru_cache(1)
def market():
    """A part of the shop that no model learned from."""
    return make_market()


@lru_cache(3)
def scorer(name):
    return fraud_model(name).scorer


@lru_cache(1)
def lookups():
    return Lookups(market())


@lru_cache(256)
def look_up(payment):
    return lookups().of(payment)


@lru_cache(3)
def paths(name):
    """Trees are compared with what they say of payments taken evenly from all five months."""
    sample = market().payments[:: len(market().payments) // REFERENCE]
    return PathContributions(scorer(name), [vector(look_up(each).row) for each in sample])


@lru_cache(32)
def payments_of(kind, name):
    """The payments of a kind in order of time, thinned out evenly if they are many."""
    found = [payment for payment in market().payments if KINDS[kind](payment, name)]
    step = max(1, len(found) / MOST_OF_A_KIND)
    return [found[int(place * step)] for place in range(min(len(found), MOST_OF_A_KIND))]


@lru_cache(3)
def looked_at(name):
    """The keys of the payments that a person looks at."""
    rows = FraudFeatures(market()).join(market().payments)
    return {row["payment_id"] for row in rows if is_suspected(name, vector(row))}


def is_suspected(name, values):
    return scorer(name).score(values) >= COSTS.break_even


def is_honest(payment, name):
    return not payment.scheme


def is_wrong(payment, name):
    return (payment.payment_id in looked_at(name)) == is_honest(payment, name)


KINDS = {
    "any payment": lambda payment, name: True,
    "honest": is_honest,
    "honest, yet looked at": lambda *asked: is_honest(*asked) and is_wrong(*asked),
    "stolen accounts": lambda payment, name: payment.scheme == "takeover",
    "cards being tried": lambda payment, name: payment.scheme == "testing",
    "accounts opened to steal": lambda payment, name: payment.scheme == "fresh",
    "fraud, yet let through": lambda *asked: not is_honest(*asked) and is_wrong(*asked),
}


# --- What the platform knew at the payment, and what the model makes of it. ---


def features_table(seen, parts):
    return table(
        "What the model reads, for how long it had been true, and for how long known",
        ["feature", "value", "true for", "known for", "adds"],
        [
            [feature, shown(seen, feature), *ages(seen, feature), signed_cell(adds)]
            for feature, adds in parts.by_feature.items()
        ],
    )


def shown(seen, feature):
    value = seen.row[feature]
    if value is None:
        return f"none, read as {short(DEFAULTS[feature])}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return short(value)


def ages(seen, feature):
    """How long the answer had been true, and how long it had been known."""
    if feature not in seen.sources:
        return ["now", "now"]
    source = seen.sources[feature]
    if source is None:
        return ["no click", ""] if feature == "clicks_5m" else ["nothing known", ""]
    moment = seen.row["event_timestamp"]
    times = source.event_timestamp, source.created_timestamp
    return [duration(moment - time) for time in times]


def sentence(payment, name, values):
    score, row = scorer(name).score(values), look_up(payment).row
    when, days = row["event_timestamp"], row["account_age_days"]
    account = "opened today" if days == 0 else f"{count(days, 'day')} old"
    place = ", from abroad" if payment.abroad else ""
    suspected = is_suspected(name, values)
    verdict = "a person looks at it" if suspected else "it goes through"
    truth = f"It was fraud: {SCHEMES[payment.scheme]}." if payment.scheme else "It was honest."
    return {
        "type": "text",
        "text": (
            f"{when.day} {when:%B, %H:%M}: €\N{NO-BREAK SPACE}{row['amount']:,.2f} "
            f"from an account {account}{place}. {name} scores it {score:.3f}, so **{verdict}**; "
            f"the line is at {COSTS.break_even:.3f}. {truth}"
        ),
        "tone": "good" if suspected == bool(payment.scheme) else "bad",
    }


def chart(parts):
    ranked = sorted(parts.by_feature.items(), key=lambda part: -abs(part[1]))
    rest = sum(adds for _feature, adds in ranked[BARS:])
    bars = [
        {"feature": feature, "adds": round(adds, 4), "text": signed(adds)}
        for feature, adds in [*ranked[:BARS], (f"the other {len(ranked) - BARS}", rest)]
    ]
    told = ", ".join(f"{bar['feature']} {bar['text']}" for bar in bars)
    return {
        "type": "chart",
        "alt": f"Bars of what each feature adds to the raw score: {told}.",
        "spec": {
            "width": 480,
            "height": {"step": 36},
            "data": {"values": bars},
            "encoding": {"x": ADDS, "y": FEATURE},
            "layer": [BAR, label("feature", "left", 0), label("text", "right", 480), ZERO],
        },
    }


def label(field, align, x):
    """Words above the bars, inside of the picture, so that no screen is too narrow for them."""
    mark = {"type": "text", "align": align, "x": x, "dy": -5}
    return {"mark": mark, "encoding": {"text": {"field": field}, "x": None}}


def products(values):
    """The sum of the linear model, factor by factor."""
    model = scorer("linear")
    factors = zip(values, model.means, model.scales, model.coefficients, strict=True)
    return table(
        "Value minus mean, divided by scale, times weight, is what a feature adds",
        ["feature", "value", "mean", "scale", "weight"],
        [
            [feature, *map(short, numbers)]
            for feature, numbers in zip(model.feature_names, factors, strict=True)
        ],
    )


def way(name, values):
    """The questions of the tree that moves this payment most."""
    ways = paths(name).steps(values)
    moved = [abs(sum(step.contribution for step in steps)) for steps in ways]
    number = moved.index(max(moved))
    return table(
        f"The way through tree {number + 1} of {len(ways)}, the one that moves it most",
        ["question", "answer", "mean before", "mean after", "adds"],
        [
            [
                f"{step.feature} ≤ {short(step.threshold)}?",
                f"{short(step.value)}: {'yes' if step.went_left else 'no'}",
                signed(step.before),
                signed(step.after),
                signed_cell(step.contribution),
            ]
            for step in ways[number]
        ],
    )


def total(name, parts, values):
    raw = parts.total()
    return {
        "type": "text",
        "text": (
            f"Base {signed(parts.base)} and features {signed(raw - parts.base)} make a raw score "
            f"of **{signed(raw)}**, and 1 ÷ (1 + e^{signed(-raw).removeprefix('+')}) "
            f"is {scorer(name).score(values):.3f}."
        ),
    }


# --- Tables, and words for numbers. ---


def table(caption, names, rows):
    columns = [{"label": name, "align": "right"} for name in names]
    columns[0]["align"] = "left"
    return {"type": "table", "caption": caption, "columns": columns, "rows": rows}


def duration(time):
    seconds = int(time.total_seconds())
    sizes = {"d": 86_400, "h": 3_600, "min": 60}
    unit = next((unit for unit, size in sizes.items() if seconds >= size), "s")
    return f"{seconds // sizes.get(unit, 1):,}\N{NO-BREAK SPACE}{unit}"


def count(number, what):
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def short(number):
    return f"{number:,.2f}".removesuffix(".00").replace("-", MINUS)


def signed(number):
    text = f"{abs(number):.2f}"
    sign = MINUS if number < 0 else "+"
    return text if text == "0.00" else sign + text


def signed_cell(number):
    text = signed(number)
    return text if text == "0.00" else {"text": text, "tone": "bad" if number > 0 else "good"}
