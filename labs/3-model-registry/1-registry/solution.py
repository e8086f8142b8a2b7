NEXT = {"Development": "Staging", "Staging": "Production"}


class RegistryError(Exception):
    """The registry refused, and nothing has changed."""


class Registry:
    def __init__(self):
        self.versions = {}  # name -> its versions, number 1 first
        self.live_before = {}  # name -> the numbers to go back to
        self.log = []

    def register(self, name, artifact, meta):
        """The number of a new version, in Development."""
        for key in ("data_hash", "code_commit"):
            if key not in meta:
                raise RegistryError(f"{key} is missing")
        # A copy: what the caller does to meta later is none of our business.
        entry = {"artifact": artifact, "meta": dict(meta)}
        entry["stage"] = "Development"
        versions = self.versions.setdefault(name, [])
        versions.append(entry)
        self.log.append(("registered", name, len(versions)))
        return len(versions)

    def promote(self, name, version, to, evidence=None):
        """Move a version to the next stage; one in Production makes room."""
        if NEXT.get(self.stage(name, version)) != to:
            raise RegistryError(f"version {version} may not go to {to}")
        if to == "Production" and not evidence:
            raise RegistryError("no evidence, no Production")
        # Every reason to refuse lies above, every change below.
        if to == "Production" and self.live(name) is not None:
            self.live_before.setdefault(name, []).append(self.live(name))
            self._move(name, self.live(name), "Archived")
        self._move(name, version, to)
        self.log.append(("promoted", name, version, to))

    def rollback(self, name):
        """Put the version that was live before back into Production."""
        if not self.live_before.get(name):
            raise RegistryError(f"{name} has no version to go back to")
        # Taken off the pile, so that a second roll-back goes further back.
        previous = self.live_before[name].pop()
        self._move(name, self.live(name), "Archived")
        self._move(name, previous, "Production")
        self.log.append(("rolled back", name, previous))

    def live(self, name):
        """The number of the version in Production, None if there is none."""
        for number, entry in enumerate(self.versions.get(name, []), 1):
            if entry["stage"] == "Production":
                return number
        return None

    def stage(self, name, version):
        """The stage of one version."""
        if not 1 <= version <= len(self.versions.get(name, [])):
            raise RegistryError(f"{name} has no version {version}")
        return self.versions[name][version - 1]["stage"]

    def _move(self, name, version, to):
        self.versions[name][version - 1]["stage"] = to


META = {"data_hash": "d1", "code_commit": "c1"}
REPORT = {"auc": 0.81, "p99_ms": 15}

r = Registry()
print(r.register("fraud", b"w1", META), r.register("fraud", b"w2", META))
r.promote("fraud", 1, "Staging")
r.promote("fraud", 1, "Production", REPORT)
print(r.live("fraud"))  # wanted: 1
