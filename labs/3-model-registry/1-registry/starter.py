class RegistryError(Exception):
    """The registry refused, and nothing has changed."""


class Registry:
    def __init__(self):
        self.versions = {}  # (name, number) -> what is known of it
        self.log = []

    def register(self, name, artifact, meta):
        # TODO(versions_increase): the next number of this name
        # TODO(lineage_required, metadata_frozen): what if meta lacks a key?
        entry = {"meta": meta, "artifact": artifact, "stage": "Development"}
        self.versions[name, 1] = entry
        self.log.append(("registered", name, 1))
        return 1

    def promote(self, name, version, to, evidence=None):
        # TODO(no_skipping_stages, gate_needs_evidence): may it go there?
        # TODO(exactly_one_live, failed_promotion_leaves_old_model_live): how?
        self.versions[name, version]["stage"] = to

    def rollback(self, name):
        # TODO(rollback_to_last_production_not_n_1): who was live before?
        # TODO(rollback_with_no_history_fails, log_records_what_happened): how?
        self.promote(name, self.live(name) - 1, "Production")

    def live(self, name):
        for (model, number), entry in self.versions.items():
            if model == name and entry["stage"] == "Production":
                return number

    def stage(self, name, version):
        return self.versions[name, version]["stage"]


META, REPORT = {"data_hash": "d1", "code_commit": "c1"}, {"auc": 0.81}
r = Registry()
print(r.register("fraud", b"w1", META), r.register("fraud", b"w2", META))
r.promote("fraud", 1, "Production")  # wanted: RegistryError
