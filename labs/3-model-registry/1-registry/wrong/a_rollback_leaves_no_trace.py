# fails: log_records_what_happened
class RegistryError(Exception):
    pass


class Registry:
    def __init__(self):
        self.versions = {}
        self.live_before = {}
        self.log = []

    def register(self, name, artifact, meta):
        for key in ("data_hash", "code_commit"):
            if key not in meta:
                raise RegistryError(f"{key} is missing")
        versions = self.versions.setdefault(name, [])
        versions.append({"meta": dict(meta), "stage": "Development"})
        self.log.append(("registered", name, len(versions)))
        return len(versions)

    def promote(self, name, version, to, evidence=None):
        steps = {"Development": "Staging", "Staging": "Production"}
        if steps.get(self.stage(name, version)) != to:
            raise RegistryError(f"version {version} may not go to {to}")
        if to == "Production" and not evidence:
            raise RegistryError("evidence is missing")
        old = self.live(name)
        if to == "Production" and old is not None:
            self.live_before.setdefault(name, []).append(old)
            self.move(name, old, "Archived")
        self.move(name, version, to)
        self.log.append(("promoted", name, version, to))

    def rollback(self, name):
        if not self.live_before.get(name):
            raise RegistryError("nothing to go back to")
        previous = self.live_before[name].pop()
        self.move(name, self.live(name), "Archived")
        self.move(name, previous, "Production")

    def live(self, name):
        for number, entry in enumerate(self.versions.get(name, []), 1):
            if entry["stage"] == "Production":
                return number

    def stage(self, name, version):
        return self.versions[name][version - 1]["stage"]

    def move(self, name, version, to):
        self.versions[name][version - 1]["stage"] = to
