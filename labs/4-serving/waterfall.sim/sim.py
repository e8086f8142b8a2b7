"""Where does the time of one request go, and who is still there when it is over?"""

from bars import chart, ms
from stages import READ, durations, walk
from tails import REQUESTS, SLOW_EACH, WORLDS, over_the_sum

WORDS = {
    "in time": {"text": "in time", "tone": "good"},
    "cut off": {"text": "cut off, defaults", "tone": None},
    "too late": {"text": "ends too late", "tone": "bad"},
    "for nobody": {"text": "for nobody", "tone": "bad"},
}


def initial(params):
    """There is nothing to remember: the view follows from the controls alone."""
    return {}


def act(state, action, params):
    return state


def view(state, params):
    walked = walk(params)
    budget = int(params["budget"])
    # A P99 is a matter of ordinary days; hanging is one request's misfortune.
    figures = [float(takes) for _, takes in durations({**params, "hangs": False})]
    found = over_the_sum(figures, int(params["factor"]))
    return [
        sentence(walked, budget),
        chart(walked, budget),
        stage_table(walked),
        tail_sentence(figures, found),
        tail_table(found),
    ]


# --- One request. ---


def sentence(walked, budget):
    read = next(stage for stage in walked if stage.name == READ)
    end = walked[-1].end
    if end > budget:
        text = (
            f"The answer is ready after {ms(end)} ms. The customer left at {budget}, and "
            f"**{ms(end - budget)} ms of work were for nobody**."
        )
        return {"type": "text", "text": text, "tone": "bad"}
    if read.outcome == "cut off":
        text = (
            f"The feature read is cut off after {ms(read.takes)} ms. The answer leaves at "
            f"**{ms(end)} of {budget} ms**, made with defaults, and says so."
        )
        return {"type": "text", "text": text}
    text = (
        f"The answer leaves after **{ms(end)} of {budget} ms**; "
        f"{ms(read.takes)} of them are the feature read, 8 the model."
    )
    return {"type": "text", "text": text, "tone": "good"}


def stage_table(walked):
    return {
        "type": "table",
        "caption": "One request through seven stages, in milliseconds",
        "columns": [
            {"label": "stage", "align": "left"},
            {"label": "begins", "align": "right"},
            {"label": "left then", "align": "right"},
            {"label": "takes", "align": "right"},
            {"label": "how it ends", "align": "left"},
        ],
        "rows": [
            [
                stage.name,
                ms(stage.start),
                "none" if stage.left <= 0 else ms(stage.left),
                ms(stage.takes),
                WORDS[stage.outcome],
            ]
            for stage in walked
        ],
    }


# --- A thousand requests. ---


def tail_sentence(figures, found):
    own, _ = found[0]
    text = (
        f"Say that on an ordinary day each figure is its stage's P99. They add up to "
        f"{ms(sum(figures))} ms, which is no P99: if stages are slow each on its own, "
        f"**{percent(own)} % of the requests** take longer. It may be up to {len(figures)} %."
    )
    return {"type": "text", "text": text}


def tail_table(found):
    return {
        "type": "table",
        "caption": f"{REQUESTS:,} requests; each stage is over its own P99 in {SLOW_EACH} of them",
        "columns": [
            {"label": "slow stages come", "align": "left"},
            {"label": "over the sum, %", "align": "right"},
            {"label": "real P99, ms", "align": "right"},
        ],
        "rows": [
            [world, percent(over), ms(p99)]
            for world, (over, p99) in zip(WORLDS, found, strict=True)
        ],
    }


def percent(over):
    return f"{100 * over / REQUESTS:.1f}"
