"""Calibration: how good estimates were, and what that says about those still open (domain/governance.md 15)."""

from milepost.engine.calibration.accuracy import (
    Accuracy,
    Dimension,
    Measured,
    Outcome,
    Quantity,
    Segment,
    accuracy,
    segments,
)
from milepost.engine.calibration.finished import finished_pieces, finished_work
from milepost.engine.calibration.process import ControlChart, Flow, Piece, control_chart, flow
from milepost.engine.calibration.recalibration import Recalibrated, recalibrated, with_estimates
from milepost.engine.calibration.reference_class import (
    ClassForecast,
    ClassPoint,
    reference_class_forecast,
)

__all__ = [
    "Accuracy",
    "ClassForecast",
    "ClassPoint",
    "ControlChart",
    "Dimension",
    "Flow",
    "Measured",
    "Outcome",
    "Piece",
    "Quantity",
    "Recalibrated",
    "Segment",
    "accuracy",
    "control_chart",
    "finished_pieces",
    "finished_work",
    "flow",
    "recalibrated",
    "reference_class_forecast",
    "segments",
    "with_estimates",
]
