"""What does one find out, and change, with a registry?"""

from afternoon import BEFORE, PUSHED, VERSIONS, fingerprint
from by_hand import Finding
from registered import lineage_of, model_of, told
from words import moment, shown, table

NAME, CHAMPION = "fraud", "champion"


def history(shift, game):
    rows = [
        [str(entry.number), moment(entry.moment), entry.actor, told(entry)]
        for entry in shift.registry.history(NAME)
    ]
    moves = [row for row in rows if row[3].startswith(CHAMPION)]
    return Finding(
        f"The last move was at {moves[-1][1]}, by {moves[-1][2]}: {moves[-1][3]}.",
        (table('registry.history("fraud")', ["no.", "when", "who", "what"], rows),),
    )


def champion(shift, game):
    version = shift.registry.get_model_version_by_alias(NAME, CHAMPION)
    runs = model_of(version) == shift.runs
    rows = [
        ["version", str(version.version)],
        ["sha256", version.artifact_hash[:8]],
        ["registered", f"{moment(version.created_at)}, by {version.author}"],
        ["AUC, as registered", f"{version.metrics['auc']:.3f}"],
        ["the service runs", f"{fingerprint(shift.runs)}: {'the same' if runs else 'another'}"],
    ]
    so = "and that is what runs" if runs else "but somebody has copied another file over it"
    caption = 'registry.get_model_version_by_alias("fraud", "champion")'
    return Finding(
        f"champion points at version {version.version}, {so}.",
        (table(caption, ["asked", "answer"], rows),),
    )


def lineage(shift, game):
    new, old = (
        shift.registry.get_model_version(NAME, number)
        for number in (VERSIONS[PUSHED], VERSIONS[BEFORE])
    )
    facts, earlier = lineage_of(new), lineage_of(old)
    differ = [name for name in facts if facts[name] != earlier[name]]
    rows = [[name, shown(earlier[name]), shown(facts[name])] for name in differ]
    names = ["made from", f"version {old.version}", f"version {new.version}"]
    return Finding(
        f"Of {len(facts)} facts, {len(differ)} differ between version {new.version} and version "
        f"{old.version}: {', '.join(differ)}.",
        (table("What differs in the lineage", names, rows),),
    )


def alias_moved(shift, game):
    version = shift.registry.get_model_version_by_alias(NAME, CHAMPION).version
    return Finding(f"champion points at version {version}. The service has loaded it and answers.")
