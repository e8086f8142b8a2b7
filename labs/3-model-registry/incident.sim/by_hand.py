"""What does one find out with nothing but a server, its files and people?"""

from dataclasses import dataclass

from afternoon import (
    A_MINUTE,
    BEFORE,
    FROM_MEMORY,
    PUSHED,
    VERSIONS,
    agreement,
    artifact,
    fingerprint,
    is_suspected,
    payments,
    payments_before,
    scores,
    scores_before,
    share,
    trained,
)
from review_desk import model_at
from shift import OF_THE_REGISTRY, disk
from words import clock, mean, percent, table, yes_no

LOOKS_BACK = 30  # minutes, over which the dashboard takes its means


@dataclass(frozen=True)
class Finding:
    """What came of a move: in a sentence, and as blocks of the view."""

    sentence: str
    blocks: tuple = ()


def dashboard(shift, game):
    since = max(shift.deployed[-1][0], shift.minute - LOOKS_BACK)
    places = range(since * A_MINUTE, shift.minute * A_MINUTE)
    now = [scores(model_at(shift.deployed, place))[place] for place in places]
    usual = scores_before(BEFORE)
    sent, used = share(map(is_suspected, now)), share(map(is_suspected, usual))
    amounts = [payments().vectors[place][0] for place in places]
    amounts_before = [vector[0] for vector in payments_before().vectors]
    rows = [
        ["payments", f"{len(now):,}", f"{len(usual):,}"],
        ["sent to the desk", percent(sent), percent(used)],
        ["mean score", f"{mean(now):.3f}", f"{mean(usual):.3f}"],
        ["mean amount, euros", f"{mean(amounts):.2f}", f"{mean(amounts_before):.2f}"],
    ]
    return Finding(
        f"Since {clock(since)}, {percent(sent)} of the payments have been sent to the desk; "
        f"last month it was {percent(used)}.",
        (
            table(
                "The dashboard", ["measured", f"since {clock(since)}", "last month"], rows, (1, 2)
            ),
        ),
    )


def deploy_log(shift, game):
    loads = [(0, PUSHED, shift.registry is not None, "bo" if shift.registry else "deploy")]
    for move in shift.moves:
        if move.loaded:
            loads.append((move.until, move.loaded, move.control in OF_THE_REGISTRY, "you"))
    lines = [
        {
            "time": clock(minute),
            "level": "INFO",
            "text": f"{changed(model, by_alias)} by {who}; loaded {len(artifact(model)):,} bytes, "
            f"sha256 {fingerprint(model)}, answering",
        }
        for minute, model, by_alias, who in loads
    ]
    beginning = {"time": "13:30", "level": "INFO", "text": "log rotated, older lines dropped"}
    return Finding(
        f"What runs was loaded at {clock(loads[-1][0])}; its sha256 begins with "
        f"{fingerprint(shift.runs)}. No errors.",
        ({"type": "log", "title": "The service's log", "lines": [beginning, *lines]},),
    )


def changed(model, by_alias):
    """What made the service load the model: an alias that moved, or a file that was copied."""
    return f"champion moved to version {VERSIONS[model]}" if by_alias else "model.json replaced"


def ask(shift, game):
    own = next(name for name, copy in disk(game).items() if copy == (PUSHED, "10 Nov 13:52"))
    if shift.registry:
        told = f"registered it as version {VERSIONS[PUSHED]}, and bo let it through"
    else:
        told = f"copied {own} over model.json"
    return Finding(
        "Cem comes out of a meeting. He reads the amounts in cents now, as the ledger has them; he "
        f"trained again and {told}. In the notebook it looked very good. What ran before, "
        "he cannot say: Ana trained that, and she is on a plane."
    )


def hashes(shift, game):
    files = disk(game)
    same = [name for name, (model, _) in files.items() if model == shift.runs]
    rows = [
        [name, date, f"{len(artifact(model)):,}", fingerprint(model), yes_no(model == shift.runs)]
        for name, (model, date) in files.items()
    ]
    names = ["file", "changed", "bytes", "sha256", "runs now"]
    which = " and ".join(same) or "None of these files"
    verb = "are" if len(same) > 1 else "is"
    return Finding(f"{which} {verb} what runs now.", (table("The server's disk", names, rows),))


def replay(shift, game):
    rows = [[name, percent(agreement(model))] for name, (model, _) in disk(game).items()]
    exact = [name for name, (model, _) in disk(game).items() if agreement(model) == 1]
    return Finding(
        f"Asked about last month's payments, {' and '.join(exact)} decides every one as the "
        "service did last month.",
        (table("Each file asked again", ["file", "decides as last month's log"], rows, (1,)),),
    )


def restore(shift, game):
    file = shift.moves[-1].choice
    return Finding(f"{file} is copied over model.json. The service has loaded it and answers.")


def retrain(shift, game):
    auc = trained(FROM_MEMORY).card.metrics["notebook_auc"]
    return Finding(
        "You write the query for the training set as you remember it, train, and copy the result "
        f"over model.json. In the notebook its AUC is {auc:.2f}. The service has loaded it."
    )
