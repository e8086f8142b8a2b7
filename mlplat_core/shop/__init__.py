"""What happens at Halvard Market, the invented shop of this course, and what does its model read?

Nobody in it exists, and every number is made up; the data card in the reference says how.

Example:
    >>> from mlplat_core.shop import FraudFeatures, make_market
    >>> market = make_market(200)
    >>> rows = FraudFeatures(market).join(market.payments)
    >>> len(rows), rows[0]["payment_amount"] > 0
    (200, True)
"""

from mlplat_core.shop.chargebacks import Chargeback
from mlplat_core.shop.clicks import Click
from mlplat_core.shop.customers import Customer
from mlplat_core.shop.device_history import DeviceRow, device_rows
from mlplat_core.shop.devices import Device
from mlplat_core.shop.examples import Examples, read_examples, together
from mlplat_core.shop.feature_rows import as_row, feature_rows
from mlplat_core.shop.files import write_tables
from mlplat_core.shop.fraud_features import DEFAULTS, DEFINITIONS, FEATURES, FRAUD, SCHEMA
from mlplat_core.shop.fraud_models import (
    MODELS,
    FraudModel,
    fraud_model,
    read_fraud_model,
    version_arguments,
)
from mlplat_core.shop.joins import FraudFeatures, Join, entity_row, vector
from mlplat_core.shop.leakage import (
    LEARNED_FROM,
    ChargebacksInSight,
    Leakage,
    chargebacks_in_sight,
    measure_leakage,
)
from mlplat_core.shop.market import PART, SEED, Market, make_market, make_markets
from mlplat_core.shop.payments import Payment
from mlplat_core.shop.periods import (
    NEXT_MONTH,
    NOTEBOOK,
    RETRAINING,
    TRAINING,
    fraud_labels,
    payments_in,
)
from mlplat_core.shop.slices import auc_by_slice, slices
from mlplat_core.shop.tables import TABLES, header, market_digest, table_lines
from mlplat_core.shop.user_history import UserRow, user_rows

__all__ = [
    "DEFAULTS",
    "DEFINITIONS",
    "FEATURES",
    "FRAUD",
    "LEARNED_FROM",
    "MODELS",
    "NEXT_MONTH",
    "NOTEBOOK",
    "PART",
    "RETRAINING",
    "SCHEMA",
    "SEED",
    "TABLES",
    "TRAINING",
    "Chargeback",
    "ChargebacksInSight",
    "Click",
    "Customer",
    "Device",
    "DeviceRow",
    "Examples",
    "FraudFeatures",
    "FraudModel",
    "Join",
    "Leakage",
    "Market",
    "Payment",
    "UserRow",
    "as_row",
    "auc_by_slice",
    "chargebacks_in_sight",
    "device_rows",
    "entity_row",
    "feature_rows",
    "fraud_labels",
    "fraud_model",
    "header",
    "make_market",
    "make_markets",
    "market_digest",
    "measure_leakage",
    "payments_in",
    "read_examples",
    "read_fraud_model",
    "slices",
    "table_lines",
    "together",
    "user_rows",
    "vector",
    "version_arguments",
    "write_tables",
]
