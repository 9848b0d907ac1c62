"""A test may only claim a feature that the ledger has."""

from tests.features import claims, ledger


def test_the_ledger_can_be_read_and_repeats_nothing() -> None:
    ids = [feature.id for feature in ledger()]
    assert len(ids) == len(set(ids))
    assert {"B1", "J1", "D4", "V1", "A1", "X1", "M1", "S-1"} <= set(ids)


def test_every_id_a_test_claims_is_in_the_ledger() -> None:
    known = {feature.id for feature in ledger()}
    assert not [f"{claim.place}: {claim.id}" for claim in claims() if claim.id not in known]
