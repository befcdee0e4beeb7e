"""Grids and rectangles, and how every dialect spells them."""

import math
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.cgi_camera.protocol.areas import NOTHING, Grid, Rectangle
from custom_components.cgi_camera.protocol.converters import bits, number_of, percent, units

SIZES = st.tuples(st.integers(1, 40), st.integers(1, 70))


def grids(rows: int, columns: int) -> st.SearchStrategy[Grid]:
    """Return random grids of a size."""
    row = st.tuples(*[st.booleans()] * columns)
    return st.builds(Grid, st.tuples(*[row] * rows))


@given(SIZES.flatmap(lambda size: grids(*size)))
def test_a_grid_is_written_as_people_read_it(grid: Grid) -> None:
    """Both ways, as a list of texts and in one line."""
    assert Grid.of(grid.lines()) == grid
    assert Grid.of(str(grid).split("/")) == grid
    assert Grid.of(list(map(list, grid.cells))) == grid
    assert grid.size == (len(grid.lines()), len(grid.lines()[0]))


def test_other_signs_in_a_grid() -> None:
    """Quotes are not needed for an x, as they are for a # in YAML."""
    assert Grid.of(["xX1#", ".-0."]) == Grid.of([[True] * 4, [False] * 4])


def test_a_filled_grid() -> None:
    """All blocks count, or none."""
    assert Grid.filled(2, 3, on=True).lines() == ["###", "###"]
    assert Grid.filled(1, 2, on=False).lines() == [".."]


@pytest.mark.parametrize("rows", [[], [""], ["", ""], ["##", "#"], ["#?"], ["# "], ["all"], [[1, 0]]])
def test_what_is_no_grid(rows: list[Any]) -> None:
    """Is refused."""
    with pytest.raises(ValueError, match=r"blocks|differ|stands for no block"):
        Grid.of(rows)


@pytest.mark.parametrize(
    "sides",
    [
        (-1, 0, 10, 10),
        (0, -0.5, 10, 10),
        (0, 0, -1, 10),
        (0, 0, 10, -1),
        (50, 0, 50.01, 10),
        (0, 99, 10, 2),
        (101, 0, 0, 0),
        (math.nan, 0, 10, 10),
        (0, 0, 10, math.inf),
    ],
)
def test_a_rectangle_lies_inside(sides: tuple[float, float, float, float]) -> None:
    """What reaches outside the picture is none."""
    with pytest.raises(ValueError, match="reaches outside the picture"):
        Rectangle(*sides)


def test_rectangles() -> None:
    """One may cover everything or nothing."""
    assert not Rectangle(0, 0, 100, 100).empty
    assert Rectangle(5, 5, 0, 10).empty
    assert NOTHING.empty
    assert str(Rectangle(0, 12.5, 33.3333, 50)) == "0,12.5,33.3333,50"


@given(st.integers(1, 70).flatmap(lambda columns: st.lists(st.booleans(), min_size=columns, max_size=columns)))
def test_bits(row: list[bool]) -> None:
    """The leftmost block is in the lowest bit, and there are no more bits than blocks."""
    assert bits(number_of(row), len(row)) == tuple(row)
    assert number_of([True, *row]) == 1 + 2 * number_of(row)
    for number in (-1, 1 << len(row)):
        with pytest.raises(ValueError, match=str(number)):
            bits(number, len(row))


def _inside(most: int) -> st.SearchStrategy[tuple[int, int]]:
    return st.integers(0, most).flatmap(lambda start: st.tuples(st.just(start), st.integers(0, most - start)))


@given(
    st.tuples(st.integers(1, 100_000), st.integers(1, 100_000)).flatmap(
        lambda of: st.tuples(st.just(of), _inside(of[0]), _inside(of[1]))
    )
)
def test_units(found: tuple[tuple[int, int], tuple[int, int], tuple[int, int]]) -> None:
    """What a camera tells in units of its own comes back exactly."""
    of, (x, width), (y, height) = found
    area = percent(x, y, width, height, of=of)
    assert units(area, of=of) == (x, y, width, height)


_SHARES = st.floats(0, 100).flatmap(lambda start: st.tuples(st.just(start), st.floats(0, 100 - start)))


@given(_SHARES, _SHARES, st.integers(1, 10_000))
def test_rounding_stays_inside(across: tuple[float, float], down: tuple[float, float], most: int) -> None:
    """No edge lies outside the picture, and none is off by more than half a unit."""
    area = Rectangle(across[0], down[0], across[1], down[1])
    x, y, width, height = units(area, of=(most, most))
    for start, extent, share in ((x, width, across), (y, height, down)):
        assert start >= 0
        assert extent >= 0
        assert start + extent <= most
        assert abs(start - share[0] * most / 100) <= 0.51
        assert abs(start + extent - sum(share) * most / 100) <= 0.51
