"""The row search, compiled: cost differences of moving chains between rows, annealing, exact small windows.

All arrays are int32 index lists in CSR form built by ``rows``; a negative row means "not placed yet".
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from yipanqi.drawing.timescaled.cost import Ints, Model

CLASH, PARALLEL, BEND, SPAN, ROW, HOME = 400, 170, 2, 1, 5, 40
NEVER = 100_000


@njit(cache=True, nogil=True, inline="always")
def _side(low: int, high: int) -> int:
    return 1 if high > low else (-1 if high < low else 0)


@njit(cache=True, nogil=True, inline="always")
def _apart(a: int, b: int, c: int, d: int) -> bool:
    """True if rows a–b and c–d of two verticals neither overlap nor touch, or one of them has no length."""
    return a == b or c == d or max(min(a, b), min(c, d)) > min(max(a, b), max(c, d))


@njit(cache=True, nogil=True)
def _vertical(m: Model, row: Ints, v: int, cap: int) -> int:
    """Cost of one vertical, counting pairs of verticals at the one with the lower number."""
    a, b = row[m.a[v]], row[m.b[v]]
    if a < 0 or b < 0 or a == b:
        return 0
    low, high = min(a, b), max(a, b)
    cost = BEND + SPAN * (high - low)
    for k in range(m.under_at[v], m.under_at[v + 1]):
        if low < row[m.under[k]] < high:
            cost += min(m.under_cost[k], cap)
    for k in range(m.near_at[v], m.near_at[v + 1]):
        w = m.near[k]
        c, d = row[m.a[w]], row[m.b[w]]
        if w > v and c >= 0 and d >= 0 and not _apart(a, b, c, d):
            cost += min(PARALLEL, cap)
    for k in range(m.meet_at[v], m.meet_at[v + 1]):
        w = m.meet[k]
        c, d = row[m.a[w]], row[m.b[w]]
        together = (
            c >= 0 and d >= 0 and c != d and _side(a, b) * m.meet_mine[k] == _side(c, d) * m.meet_other[k]
        )
        if w > v and together:
            cost += min(m.meet_cost[k], cap)
    return int(cost)


@njit(cache=True, nogil=True)
def _change(m: Model, row: Ints, chain: int, old: int, new: int, cap: int, unit: int) -> int:
    """Exact change of cost when a chain goes from row ``old`` to ``new``, except the use of rows.

    ``unit`` is 2 where rows are doubled to leave half rows between them: then all but the span counts twice,
    and a clash is never accepted, since a new row can always be opened.
    """
    change = 0
    clash = CLASH if unit == 1 else NEVER
    for k in range(m.clash_at[chain], m.clash_at[chain + 1]):
        r = row[m.clash[k]]
        if r == new:
            change += clash
        elif r == old:
            change -= clash
    for k in range(m.over_at[chain], m.over_at[chain + 1]):
        v = m.over[k]
        a, b = row[m.a[v]], row[m.b[v]]
        low, high = min(a, b), max(a, b)
        if low >= 0 and (low < new < high) != (low < old < high):
            cost = min(m.over_cost[k], cap)
            change += cost if low < new < high else -cost
    span = 0
    for k in range(m.own_at[chain], m.own_at[chain + 1]):
        v = m.own[k]
        first = m.a[v] == chain
        far = row[m.b[v]] if first else row[m.a[v]]
        if far >= 0 and m.a[v] != m.b[v]:
            span += SPAN * (abs(new - far) - abs(old - far))
            change += _length(m, row, v, far, old, new, cap)
            change += _pairs(m, row, v, chain, far, old, new, cap, first)
    return unit * change + span


@njit(cache=True, nogil=True, inline="always")
def _length(m: Model, row: Ints, v: int, far: int, old: int, new: int, cap: int) -> int:
    """Change of what one vertical crosses when its near end moves."""
    change = BEND * (int(new != far) - int(old != far))
    low0, high0 = min(old, far), max(old, far)
    low1, high1 = min(new, far), max(new, far)
    for k in range(m.under_at[v], m.under_at[v + 1]):
        r = row[m.under[k]]
        now = low1 < r < high1
        if now != (low0 < r < high0):
            cost = min(m.under_cost[k], cap)
            change += cost if now else -cost
    return change


@njit(cache=True, nogil=True, inline="always")
def _pairs(
    m: Model, row: Ints, v: int, chain: int, far: int, old: int, new: int, cap: int, first: bool
) -> int:
    """Change of what one vertical has against its neighbours; of two that both move only one counts."""
    change = 0
    for k in range(m.near_at[v], m.near_at[v + 1]):
        w = m.near[k]
        c, d = row[m.a[w]], row[m.b[w]]
        c0, c1 = (old, new) if m.a[w] == chain else (c, c)
        d0, d1 = (old, new) if m.b[w] == chain else (d, d)
        both = m.a[w] == chain or m.b[w] == chain
        if c < 0 or d < 0 or (both and w < v):
            continue
        change += min(PARALLEL, cap) * (int(not _apart(new, far, c1, d1)) - int(not _apart(old, far, c0, d0)))
    sign = 1 if first else -1
    side0, side1 = sign * _side(old, far), sign * _side(new, far)
    for k in range(m.meet_at[v], m.meet_at[v + 1]):
        w = m.meet[k]
        c, d = row[m.a[w]], row[m.b[w]]
        c0, c1 = (old, new) if m.a[w] == chain else (c, c)
        d0, d1 = (old, new) if m.b[w] == chain else (d, d)
        both = m.a[w] == chain or m.b[w] == chain
        if c < 0 or d < 0 or (both and w < v):
            continue
        was = side0 != 0 and c0 != d0 and side0 * m.meet_mine[k] == _side(c0, d0) * m.meet_other[k]
        now = side1 != 0 and c1 != d1 and side1 * m.meet_mine[k] == _side(c1, d1) * m.meet_other[k]
        change += min(m.meet_cost[k], cap) * (int(now) - int(was))
    return change


@njit(cache=True, nogil=True)
def total(m: Model, row: Ints, cap: int) -> int:
    """The whole cost of a row vector; violations of a clash count CLASH each."""
    cost = 0
    top = 0
    for chain in range(row.size):
        top = max(top, row[chain])
        for k in range(m.clash_at[chain], m.clash_at[chain + 1]):
            if m.clash[k] > chain and row[m.clash[k]] == row[chain] >= 0:
                cost += CLASH
    for v in range(m.a.size):
        cost += _vertical(m, row, v, cap)
    used = np.zeros(top + 1, np.int32)
    for chain in range(row.size):
        if row[chain] >= 0:
            used[row[chain]] = 1
    return int(cost + ROW * used.sum())


@njit(cache=True, nogil=True)
def pack(row: Ints, home: Ints) -> int:
    """Close empty rows in place, and move the former rows ``home`` with them; returns the number of rows."""
    used = np.zeros(max(row.max(), home.max(), 0) + 2, np.int32)
    for chain in range(row.size):
        if row[chain] >= 0:
            used[row[chain]] = 1
    count = 0
    for k in range(used.size):
        count += used[k]
        used[k] = count - 1
    for chain in range(row.size):
        if row[chain] >= 0:
            row[chain] = used[row[chain]]
        if home[chain] >= 0:
            home[chain] = max(used[home[chain]], 0)
    return count


@njit(cache=True, nogil=True)
def place(m: Model, row: Ints, order: Ints, home: Ints) -> None:
    """Give every unplaced chain of ``order`` its cheapest row; a new row may open between two others.

    A chain with a former row (``home`` ≥ 0) prefers rows near it.
    """
    for chain in order:
        if row[chain] >= 0:
            continue
        count = pack(row, home)
        for c in range(row.size):
            if row[c] >= 0:
                row[c] = 2 * row[c] + 1
            if home[c] >= 0:
                home[c] = 2 * home[c] + 1
        best, best_cost = 0, 1 << 30
        for candidate in range(2 * count + 1):
            cost = _change(m, row, chain, -2, candidate, 1 << 20, 2) + (2 * ROW if candidate % 2 == 0 else 0)
            if home[chain] >= 0:
                cost += HOME * abs(candidate - home[chain])
            if cost < best_cost:
                best, best_cost = candidate, cost
        row[chain] = best
    pack(row, home)


@njit(cache=True, nogil=True)
def _next(state: NDArray[np.uint64]) -> int:
    x = state[0]
    x ^= x << np.uint64(13)
    x ^= x >> np.uint64(7)
    x ^= x << np.uint64(17)
    state[0] = x
    return int(np.int64(x >> np.uint64(33)))


@njit(cache=True, nogil=True)
def _accept(state: NDArray[np.uint64], change: float, temperature: float) -> bool:
    if change <= 0:
        return True
    return change < 20 * temperature and _next(state) / 2147483648.0 < np.exp(-change / temperature)


@njit(cache=True, nogil=True)
def _shift(m: Model, row: Ints, used: Ints, chain: int, target: int, cap: int, unit: int) -> int:
    """Move one chain and return the exact change of cost."""
    old = row[chain]
    if old == target:
        return 0
    change = _change(m, row, chain, old, target, cap, unit)
    row[chain] = target
    used[old] -= 1
    used[target] += 1
    opened = (1 if used[target] == 1 else 0) - (1 if used[old] == 0 else 0)
    return change + unit * ROW * opened


@njit(cache=True, nogil=True)
def _partner(m: Model, row: Ints, chain: int, state: NDArray[np.uint64]) -> int:
    """The row of a random chain joined to this one by a vertical, or -1."""
    degree = m.own_at[chain + 1] - m.own_at[chain]
    if degree == 0:
        return -1
    v = m.own[m.own_at[chain] + _next(state) % degree]
    other = m.b[v] if m.a[v] == chain else m.a[v]
    return int(row[other])


@njit(cache=True, nogil=True)
def _target(m: Model, row: Ints, chain: int, rows: int, state: NDArray[np.uint64]) -> int:
    """A row near a partner (70 %) or anywhere."""
    near = _partner(m, row, chain, state)
    if near >= 0 and _next(state) % 100 < 70:
        return min(max(near + _next(state) % 5 - 2, 0), rows - 1)
    return _next(state) % rows


@njit(cache=True, nogil=True)
def _subtree(m: Model, row: Ints, chain: int, root: int, member: NDArray[np.uint8], stack: Ints) -> int:
    """Mark the chains hung on ``chain`` when ``root`` is taken away; returns how many lie in ``stack``."""
    member[:] = 0
    member[chain] = 1
    member[root] = 1
    stack[0] = chain
    size, done = 1, 0
    while done < size and size < 24:
        c = stack[done]
        done += 1
        for k in range(m.own_at[c], m.own_at[c + 1]):
            v = m.own[k]
            d = m.b[v] if m.a[v] == c else m.a[v]
            if not member[d] and size < 24:
                member[d] = 1
                stack[size] = d
                size += 1
    return size


@njit(cache=True, nogil=True)
def _relabel(row: Ints, kind: int, p: int, q: int) -> None:
    """Exchange rows p and q (0), move row p to q (1), or open a row at p (2)."""
    for c in range(row.size):
        r = row[c]
        if kind == 0:
            row[c] = q if r == p else (p if r == q else r)
        elif kind == 1:
            if r == p:
                row[c] = q
            elif p < r <= q:
                row[c] = r - 1
            elif q <= r < p:
                row[c] = r + 1
        elif r >= p:
            row[c] = r + 1


@njit(cache=True, nogil=True)
def _count(row: Ints, used: Ints) -> None:
    used[:] = 0
    for c in range(row.size):
        used[row[c]] += 1


@njit(cache=True, nogil=True)
def _row_move(
    m: Model, row: Ints, used: Ints, saved: Ints, cost: int, cap: int, t: float, state: NDArray[np.uint64]
) -> int:
    """Exchange, move or open whole rows; returns the new cost."""
    rows = used.size
    dice = _next(state) % 12
    kind = 0 if dice < 4 else (1 if dice < 10 else 2)
    p, q = _next(state) % rows, _next(state) % rows
    if kind == 1:
        q = min(max(p + _next(state) % 9 - 4, 0), rows - 1)
    if kind == 2 and used[rows - 1] > 0:
        return cost
    saved[:] = row
    _relabel(row, kind, p, q)
    found = total(m, row, cap)
    if _accept(state, found - cost, t):
        _count(row, used)
        return found
    row[:] = saved
    return cost


@njit(cache=True, nogil=True)
def _tree_move(
    m: Model, row: Ints, used: Ints, saved: Ints, member: NDArray[np.uint8], stack: Ints, cost: int, cap: int, t: float,
    state: NDArray[np.uint64],
) -> int:  # fmt: skip
    """Mirror or shift the chains hung on one chain about another; or exchange two chains."""
    rows = used.size
    chain = _next(state) % row.size
    saved[:] = row
    change = 0
    if _next(state) % 100 < 45:
        other = _next(state) % row.size
        p, q = row[chain], row[other]
        change = _shift(m, row, used, chain, q, cap, 1) + _shift(m, row, used, other, p, cap, 1)
    else:
        degree = m.own_at[chain + 1] - m.own_at[chain]
        if degree == 0:
            return cost
        v = m.own[m.own_at[chain] + _next(state) % degree]
        root = m.b[v] if m.a[v] == chain else m.a[v]
        size = _subtree(m, row, chain, root, member, stack)
        mirror = _next(state) % 2 == 0
        step = _next(state) % 7 - 3
        for k in range(size):
            r = 2 * row[root] - row[stack[k]] if mirror else row[stack[k]] + step
            if r < 0 or r >= rows:
                break
            change += _shift(m, row, used, stack[k], r, cap, 1)
    if _accept(state, change, t):
        return cost + change
    row[:] = saved
    _count(row, used)
    return cost


@njit(cache=True, nogil=True)
def anneal(m: Model, row: Ints, rows: int, steps: int, hot: float, cold: float, cap: int, seed: int) -> int:
    """Simulated annealing in place on ``rows`` rows; leaves the best vector found and returns its cost."""
    state = np.array([np.uint64(seed) * np.uint64(2654435761) + np.uint64(88172645463325252)], np.uint64)
    for _ in range(8):
        _next(state)
    used = np.zeros(rows, np.int32)
    _count(row, used)
    saved, best = row.copy(), row.copy()
    member, stack = np.zeros(row.size, np.uint8), np.zeros(32, np.int32)
    cost = total(m, row, cap)
    best_cost = cost
    cooling = (cold / hot) ** (1.0 / max(steps, 1))
    t = hot
    for _ in range(steps):
        t *= cooling
        dice = _next(state) % 1000
        if dice < 930:
            chain = _next(state) % row.size
            old = row[chain]
            change = _shift(m, row, used, chain, _target(m, row, chain, rows, state), cap, 1)
            if _accept(state, change, t):
                cost += change
            else:
                used[row[chain]] -= 1
                row[chain] = old
                used[old] += 1
        elif dice < 945:
            cost = _row_move(m, row, used, saved, cost, cap, t, state)
        else:
            cost = _tree_move(m, row, used, saved, member, stack, cost, cap, t, state)
        if cost < best_cost:
            best_cost = cost
            best[:] = row
    row[:] = best
    return best_cost


@njit(cache=True, nogil=True)
def descend(m: Model, row: Ints, free: NDArray[np.uint8]) -> int:
    """Move single free chains to their best row, new rows included, until nothing improves."""
    improved = True
    passes = 0
    while improved and passes < 6:
        improved = False
        passes += 1
        for chain in range(row.size):
            if not free[chain]:
                continue
            count = pack(row, row.copy())
            for c in range(row.size):
                row[c] = 2 * row[c] + 1
            used = np.zeros(2 * count + 1, np.int32)
            _count(row, used)
            home = row[chain]
            best, best_change = home, 0
            for candidate in range(2 * count + 1):
                change = _half(m, row, used, chain, candidate)
                if change < best_change:
                    best, best_change = candidate, change
            row[chain] = best
            improved = improved or best_change < 0
        pack(row, row.copy())
    return total(m, row, 1 << 20)


@njit(cache=True, nogil=True)
def _half(m: Model, row: Ints, used: Ints, chain: int, candidate: int) -> int:
    """Twice the change of cost of a move on doubled rows, without making it."""
    old = row[chain]
    change = _shift(m, row, used, chain, candidate, 1 << 20, 2)
    used[row[chain]] -= 1
    row[chain] = old
    used[old] += 1
    return change


@njit(cache=True, nogil=True)
def _permute(m: Model, row: Ints, first: int, width: int, cost: int) -> int:
    """Try every order of ``width`` neighbouring rows (Heap's method); keep the best in place."""
    base, best = row.copy(), row.copy()
    best_cost = cost
    label = np.arange(width).astype(np.int32)
    counter = np.zeros(width, np.int32)
    i = 0
    while i < width:
        if counter[i] < i:
            k = 0 if i % 2 == 0 else counter[i]
            label[k], label[i] = label[i], label[k]
            for c in range(row.size):
                inside = first <= base[c] < first + width
                row[c] = first + label[base[c] - first] if inside else base[c]
            found = total(m, row, 1 << 20)
            if found < best_cost:
                best_cost = found
                best[:] = row
            counter[i] += 1
            i = 0
        else:
            counter[i] = 0
            i += 1
    row[:] = best
    return best_cost


@njit(cache=True, nogil=True)
def windows(m: Model, row: Ints, width: int) -> int:
    """Exact order of the rows inside every window of ``width`` rows, until no window improves."""
    rows = pack(row, row.copy())
    width = min(width, rows)
    cost = total(m, row, 1 << 20)
    improved = True
    while improved:
        improved = False
        for first in range(rows - width + 1):
            found = _permute(m, row, first, width, cost)
            improved = improved or found < cost
            cost = found
    return cost
