"""Fits the coefficients in src/kernels/assembly/elementary.ts: relative minimax by the Remez exchange, in mpmath.

Run: python fit.py   (needs numpy and mpmath). Prints float32-rounded coefficients and the error of a float32 Horner evaluation.
"""

import mpmath as mp
import numpy as np

mp.mp.dps = 40


def remez(target, p_degree, q_degree, low, high, rounds=30):
    """P, Q with Q(0) = 1 that minimise max |P(t)·target(t)/Q(t) − 1| for t in [low, high]."""
    count = p_degree + q_degree + 2
    grid = [low + (high - low) * (1 - mp.cos(mp.pi * i / 3000)) / 2 for i in range(3001)]
    weights = [target(t) for t in grid]
    reference = [round(3000 * (i + mp.mpf(1) / 2) / count) for i in range(count)]
    q = [mp.mpf(1)] + [mp.mpf(0)] * q_degree
    for _ in range(rounds):
        for _ in range(6):  # the level error multiplies Q: iterate with the last Q
            matrix, right = mp.matrix(count, count), mp.matrix(count, 1)
            for row, at in enumerate(reference):
                t, w = grid[at], weights[at]
                for k in range(p_degree + 1):
                    matrix[row, k] = w * t**k
                for k in range(1, q_degree + 1):
                    matrix[row, p_degree + k] = -(t**k)
                matrix[row, count - 1] = (-1) ** row * mp.polyval(q[::-1], t)
                right[row] = 1
            solution = mp.lu_solve(matrix, right)
            p = [solution[k] for k in range(p_degree + 1)]
            q = [mp.mpf(1)] + [solution[p_degree + k] for k in range(1, q_degree + 1)]
        errors = [mp.polyval(p[::-1], t) * w / mp.polyval(q[::-1], t) - 1 for t, w in zip(grid, weights)]
        # exchange: the largest error in each run of one sign
        runs, start = [], 0
        for i in range(1, len(grid) + 1):
            if i == len(grid) or mp.sign(errors[i]) != mp.sign(errors[start]):
                runs.append(max(range(start, i), key=lambda j: abs(errors[j])))
                start = i
        while len(runs) > count:
            runs.pop(0 if abs(errors[runs[0]]) < abs(errors[runs[-1]]) else -1)
        if len(runs) < count or runs == reference:
            break
        reference = runs
    return p, q, max(abs(e) for e in errors)


def show(name, coefficients):
    print(name, [float(np.float32(float(c))) for c in coefficients])


def horner(coefficients, t):
    total = np.full_like(t, np.float32(float(coefficients[-1])))
    for c in coefficients[-2::-1]:
        total = total * t + np.float32(float(c))
    return total


def main():
    tanh_ratio = lambda t: mp.mpf(1) if t == 0 else mp.sqrt(t) / mp.tanh(mp.sqrt(t))
    for p_degree, q_degree in ((3, 4), (4, 3), (4, 4), (5, 3), (6, 3), (5, 4)):
        p, q, error = remez(tanh_ratio, p_degree, q_degree, mp.mpf(0), mp.mpf('9.02') ** 2)
        x = np.linspace(1e-4, 9.2, 2_000_001).astype(np.float32)
        clamped = np.minimum(x, np.float32(9.02))
        t = clamped * clamped
        y = np.minimum(clamped * horner(p, t) / horner(q, t), np.float32(1))
        exact = np.tanh(x.astype(np.float64))
        ulp = np.spacing(exact.astype(np.float32)).astype(np.float64)
        print('tanh', p_degree, q_degree, 'fit', mp.nstr(error, 3), 'float32 ulp', np.max(np.abs(y - exact) / ulp), 'at', x[np.argmax(np.abs(y - exact) / ulp)])
        show('  P', p)
        show('  Q', q)
    half = mp.log(2) / 2
    for degree in (4, 5, 6):
        p, _, error = remez(lambda t: mp.e ** (-t), degree, 0, -half, half)
        x = np.linspace(-float(half), float(half), 2_000_001).astype(np.float32)
        exact = np.exp(x.astype(np.float64))
        ulp = np.spacing(exact.astype(np.float32)).astype(np.float64)
        print('exp', degree, 'fit', mp.nstr(error, 3), 'float32 ulp', np.max(np.abs(horner(p, x) - exact) / ulp))
        show('  P', p)


if __name__ == '__main__':
    main()
