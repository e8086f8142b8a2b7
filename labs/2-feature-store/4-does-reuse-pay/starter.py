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
    """Engineer-weeks without a store, with one, and the saving."""
    without = models * features * build_w

    # TODO(first_model_reuses_nothing): who can reuse, and from whom?
    adopted = models * features * reuse
    built = models * features - adopted

    # TODO(zero_reuse_costs_the_platform, upkeep_accrues): what else
    # does a store cost?
    # TODO(reuse_is_not_free): what does an adopted feature cost?
    with_ = built * build_w

    # TODO(worked_example): (60, 41.08, 18.92) for five models.
    return without, with_, without - with_


for models in (1, 2, 3, 5):
    print(models, roi(models, 24, 0.6, 0.5, 0.05, 4, 0.5, 6))
# wanted: 1 (12.0, 19.0, -7.0), and for five models
#         5 (60.0, 41.08, 18.92), give or take a rounding
