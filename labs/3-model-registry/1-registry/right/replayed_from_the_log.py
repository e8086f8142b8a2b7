STEPS = {("Development", "Staging"), ("Staging", "Production")}


class RegistryError(Exception):
    pass


class Registry:
    """Only the log is kept; everything else is what it adds up to."""

    def __init__(self):
        self.log = []

    def register(self, name, artifact, meta):
        if not (meta.get("data_hash") and meta.get("code_commit")):
            self.refuse("register", name, "a version without lineage")
        number = len(self.stages(name)) + 1
        facts = tuple(sorted(meta.items()))
        self.log.append(("registered", name, number, artifact, facts))
        return number

    def promote(self, name, version, to, evidence=None):
        if (self.stage(name, version), to) not in STEPS:
            self.refuse("promote", name, f"{version} to {to}")
        if to == "Production" and not evidence:
            self.refuse("promote", name, f"{version} without evidence")
        self.log.append(("promoted", name, version, to))

    def rollback(self, name):
        if len(self.trail(name)) < 2:
            self.refuse("rollback", name, "nothing to go back to")
        self.log.append(("rolled back", name, self.trail(name)[-2]))

    def live(self, name):
        return (self.trail(name) or [None])[-1]

    def stage(self, name, version):
        if version not in self.stages(name):
            self.refuse("stage", name, f"unknown version {version}")
        return self.stages(name)[version]

    def refuse(self, what, name, why):
        self.log.append(("refused", what, name, why))
        raise RegistryError(why)

    def trail(self, name):
        """The versions that were live, without those rolled back."""
        trail = []
        for what, model, *facts in self.log:
            if model == name and what == "promoted":
                trail += [facts[0]] if facts[1] == "Production" else []
            if model == name and what == "rolled back":
                trail.pop()
        return trail

    def stages(self, name):
        """The stage of every version of this name."""
        stages = {}
        for what, model, *facts in self.log:
            if model != name or what == "refused":
                continue
            if what == "registered":
                stages[facts[0]] = "Development"
                continue
            new = "Production" if what == "rolled back" else facts[1]
            if new == "Production":
                for version, stage in stages.items():
                    if stage == "Production":
                        stages[version] = "Archived"
            stages[facts[0]] = new
        return stages
