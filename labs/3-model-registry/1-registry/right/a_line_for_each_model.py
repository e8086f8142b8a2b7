from copy import deepcopy
from dataclasses import dataclass, field


class RegistryError(Exception):
    pass


@dataclass
class Version:
    artifact: bytes
    meta: dict
    stage: str = "Development"


@dataclass
class Line:
    versions: list = field(default_factory=list)
    shift: list = field(default_factory=list)  # who is live stands last


class Registry:
    def __init__(self):
        self.lines = {}
        self.log = []

    def register(self, name, artifact, meta):
        if not {"data_hash", "code_commit"} <= set(meta):
            raise RegistryError("lineage is missing")
        line = self.lines.setdefault(name, Line())
        line.versions.append(Version(artifact, deepcopy(meta)))
        self.log.append(f"{name}: version {len(line.versions)} registered")
        return len(line.versions)

    def promote(self, name, version, to, evidence=None):
        found = self.find(name, version)
        step = found.stage, to
        if step == ("Staging", "Production"):
            if not evidence:
                raise RegistryError("evidence is missing")
            self.switch(name, [*self.lines[name].shift, version])
        elif step == ("Development", "Staging"):
            found.stage = to
        else:
            raise RegistryError(f"no step leads from {step[0]} to {to}")
        self.log.append(f"{name}: version {version} promoted to {to}")

    def rollback(self, name):
        shift = self.lines[name].shift if name in self.lines else []
        if len(shift) < 2:
            raise RegistryError("nothing was live before")
        self.switch(name, shift[:-1])
        self.log.append(f"{name}: rolled back to version {shift[-2]}")

    def live(self, name):
        line = self.lines.get(name)
        return line.shift[-1] if line and line.shift else None

    def stage(self, name, version):
        return self.find(name, version).stage

    def find(self, name, version):
        try:
            return self.lines[name].versions[version - 1]
        except LookupError:
            raise RegistryError(f"no version {version} of {name}") from None

    def switch(self, name, shift):
        """One goes, one comes, and the shift remembers it."""
        if self.live(name) is not None:
            self.find(name, self.live(name)).stage = "Archived"
        self.lines[name].shift = shift
        self.find(name, shift[-1]).stage = "Production"
