"""What happens to the log when somebody changes an entry, and who notices?

The store lets anybody write anything, as a file does; only the chain of hashes can tell.
"""

import json

from mlplat_core import ModelRegistry
from mlplat_core.errors import TamperedLogError
from mlplat_core.registry.canonical import canonical_json, sha256
from mlplat_core.registry.store import GENESIS, MemoryStore, StoredEntry

TEXT, HASH, ALL = "its text", "its text and its hash", "all hashes after it too"
"""How thorough a forger is."""


def forge(store, number, how):
    """A store as this one, except that somebody else has done what entry `number` says."""
    honest = store.read(0)
    bodies = [entry.body for entry in honest]
    bodies[number - 1] = other_actor(bodies[number - 1])
    hashes = [entry.hash for entry in honest]
    last = {TEXT: number - 1, HASH: number, ALL: len(honest)}[how]
    for place in range(number - 1, last):
        before = hashes[place - 1] if place else GENESIS
        hashes[place] = sha256(f"{before}\n{bodies[place]}".encode())
    forged = MemoryStore()
    for place, (body, seal) in enumerate(zip(bodies, hashes, strict=True)):
        before = hashes[place - 1] if place else GENESIS
        forged.append(StoredEntry(place + 1, body, seal), before, artifacts(store, body))
    return forged


def other_actor(body):
    told = json.loads(body)
    return canonical_json(told | {"actor": "ben" if told["actor"] != "ben" else "ana"})


def artifacts(store, body):
    """The artifacts stay as they are: those that the entry speaks of."""
    digest = json.loads(body)["data"].get("artifact_hash")
    return {digest: store.artifact(digest)} if digest else {}


def check(store, known_head=None):
    """What `verify` says: the head, or None with the number of the bad entry and the sentence."""
    try:
        return ModelRegistry(store=store).verify(known_head), None, ""
    except TamperedLogError as error:
        return None, error.number, str(error)
