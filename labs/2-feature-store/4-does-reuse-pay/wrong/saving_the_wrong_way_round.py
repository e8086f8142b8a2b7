# fails: first_model_reuses_nothing
def roi(
    models,
    features,
    reuse,
    build_w,
    integ_w,
    setup_w,
    upkeep_w_mo,
    months,
):
    without = models * features * build_w
    adopted = (models - 1) * features * reuse
    built = models * features - adopted
    platform = setup_w + upkeep_w_mo * months
    with_ = built * build_w + adopted * integ_w + platform
    return without, with_, with_ - without
