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

    # The first model fills the store, so only the others can reuse.
    others = models - 1
    adopted = others * features * reuse
    built = models * features - adopted

    # Nobody adopts a feature without reading and testing it, and the
    # platform costs its weeks whether it is used or not.
    with_ = built * build_w + adopted * integ_w
    with_ += setup_w + upkeep_w_mo * months
    return without, with_, without - with_


for models in (1, 2, 3, 5):
    print(models, roi(models, 24, 0.6, 0.5, 0.05, 4, 0.5, 6))
# wanted: 1 (12.0, 19.0, -7.0), and for five models
#         5 (60.0, 41.08, 18.92), give or take a rounding
