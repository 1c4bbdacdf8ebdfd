"""The reliability curve: what it says of scores that are right as often as they say, and of others."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

PATH = Path(__file__).resolve().parent.parent / "bench" / "reliability.py"


@pytest.fixture(scope="module")
def reliability():
    spec = importlib.util.spec_from_file_location("reliability", PATH)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def answers(score, share, count=1000):
    return np.full(count, score), (np.arange(count) < share * count).astype(float)


@pytest.mark.parametrize(("score", "share", "error"), [(0.75, 0.75, 0.0), (0.9, 0.6, 0.3), (0.35, 0.5, 0.15)])
def test_the_error_is_how_far_scores_are_from_the_share_that_is_right(score, share, error, reliability):
    assert reliability.calibration_error(*answers(score, share)) == pytest.approx(error)


def test_a_row_a_tenth_of_the_score(reliability):
    scores, right = np.array([0.05, 0.55, 0.57, 1.0]), np.array([0.0, 1.0, 0.0, 1.0])
    assert reliability.curve(scores, right) == [
        (1, pytest.approx(0.05), 0.0), (2, pytest.approx(0.56), 0.5), (1, 1.0, 1.0),
    ]  # fmt: skip


def test_a_fitted_curve_takes_away_what_scores_claim_too_much(reliability):
    pairs = [answers(0.95, 0.8), answers(0.6, 0.5), answers(0.2, 0.35)]
    scores, right = (np.concatenate(column) for column in zip(*pairs, strict=True))
    slope, shift = reliability.fit_curve(scores, right)
    fitted = reliability.calibrated(scores, slope, shift)
    assert slope < 1
    assert reliability.calibration_error(fitted, right) < 0.05 < reliability.calibration_error(scores, right)
