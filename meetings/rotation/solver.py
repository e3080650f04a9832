"""A small door to HiGHS: whole-number programs, solved within a limit of time, with whether the answer was proven best."""

from __future__ import annotations

import math
import threading
import time
from typing import TYPE_CHECKING, NamedTuple

import highspy
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LIMIT_SECONDS = 2.0
# Costs are whole numbers: an answer that is nearer to the bound than this is the best there is.
WITHIN = 0.5
HALF = 0.5
INFINITY = highspy.kHighsInf
# One thread and one seed, so that the same question has the same answer.
OPTIONS = {"output_flag": False, "threads": 1, "random_seed": 0, "mip_abs_gap": WITHIN, "mip_rel_gap": 0.0}

kept = threading.local()


class Answer(NamedTuple):
    """What was found: a value per column, the least that any answer can cost, and whether this one costs that."""

    values: Sequence[float]
    bound: float
    proven: bool


class Deadline:
    """The moment at which to stop, for several programs that share one limit."""

    def __init__(self, seconds: float = LIMIT_SECONDS) -> None:
        """Begin now."""
        self.began = time.perf_counter()
        self.ends = self.began + seconds

    @property
    def left(self) -> float:
        """Seconds that are left."""
        return max(0.0, self.ends - time.perf_counter())

    @property
    def spent(self) -> float:
        """Seconds since the beginning."""
        return time.perf_counter() - self.began


class Program:
    """Quantities (columns), and what must hold of their sums (rows). Rows may be added between answers."""

    def __init__(self, deadline: Deadline) -> None:
        """Begin with nothing."""
        self.deadline = deadline
        self.uppers: list[float] = []
        self.whole: list[bool] = []
        self.bounds: list[tuple[float, float]] = []
        self.starts: list[int] = [0]
        self.columns: list[int] = []
        self.factors: list[float] = []

    def column(self, upper: float = 1.0, *, whole: bool = False) -> int:
        """Add a quantity from 0 to `upper`, in whole numbers where the rest doesn't see to that; return its number."""
        self.uppers.append(upper)
        self.whole.append(whole)
        return len(self.uppers) - 1

    def row(self, terms: Mapping[int, float], *, least: float = -INFINITY, most: float = INFINITY) -> None:
        """Keep the sum of `terms` (column: factor) within bounds."""
        self.bounds.append((least, most))
        self.columns += terms.keys()
        self.factors += terms.values()
        self.starts.append(len(self.columns))

    def both(self, one: int, other: int, mark: int) -> None:
        """Let `mark`, which costs something, be one when both others are."""
        self.row({one: 1, other: 1, mark: -1}, most=1)

    def minimise(self, costs: Mapping[int, float], guess: Mapping[int, float]) -> Answer | None:
        """Return the cheapest answer within the time left; None when there was no time for any.

        It begins from a guess, which should tell all whole quantities: HiGHS takes time of its own to complete one.
        """
        highs = solver()
        highs.passModel(self.model(costs))
        highs.setSolution(len(guess), np.array([*guess.keys()], dtype=np.int32), np.array([*guess.values()], dtype=np.float64))
        highs.setOptionValue("time_limit", self.deadline.left)
        highs.run()
        return answer_of(highs)

    def model(self, costs: Mapping[int, float]) -> highspy.HighsLp:
        """Return the program as HiGHS takes it."""
        made = highspy.HighsLp()
        made.num_col_, made.num_row_ = len(self.uppers), len(self.bounds)
        made.col_cost_ = np.array([costs.get(column, 0.0) for column in range(len(self.uppers))])
        made.col_lower_, made.col_upper_ = np.zeros(len(self.uppers)), np.array(self.uppers)
        made.row_lower_ = np.array([least for least, _most in self.bounds])
        made.row_upper_ = np.array([most for _least, most in self.bounds])
        kinds = highspy.HighsVarType
        made.integrality_ = [kinds.kInteger if whole else kinds.kContinuous for whole in self.whole]
        made.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        made.a_matrix_.start_ = np.array(self.starts, dtype=np.int32)
        made.a_matrix_.index_ = np.array(self.columns, dtype=np.int32)
        made.a_matrix_.value_ = np.array(self.factors, dtype=np.float64)
        return made


def solver() -> highspy.Highs:
    """Return the solver of this thread; making one says hello on the standard output, so it is kept."""
    if not hasattr(kept, "highs"):
        kept.highs = highspy.Highs()
        for name, value in OPTIONS.items():
            kept.highs.setOptionValue(name, value)
    highs: highspy.Highs = kept.highs
    return highs


def answer_of(highs: highspy.Highs) -> Answer | None:
    """Read what HiGHS found."""
    info = highs.getInfo()
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return None
    proven = highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
    bound = info.objective_function_value if proven else info.mip_dual_bound
    return Answer(highs.getSolution().col_value, bound if math.isfinite(bound) else -INFINITY, proven)


def chosen(values: Sequence[float], column: int) -> bool:
    """Whether a yes-or-no column says yes."""
    return values[column] > HALF
