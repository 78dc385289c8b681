"""Fingerprints of the engine's functions of one number, for tests/golden_bits.rs: the same arithmetic in numpy's float32.

    /tmp/golden/bin/python scripts/make_golden/bits.py     (packages: see gpt.py)
"""

import math

import numpy as np

f = np.float32
ONE, ROUND = f(1), f(12582912)
np.seterr(all="ignore")


def held(x, low, high):
    return np.where(x < f(low), f(low), np.where(x > f(high), f(high), x)).astype(f)


def exp_held(x):
    x = held(x, -87, 87)
    t = x * f(math.log2(math.e)) + ROUND
    k = t - ROUND
    r = (x - k * f(0.6933594)) - k * f(-2.1219444e-4)
    p = np.full_like(x, f(1.9875691e-4))
    for coefficient in [1.3982e-3, 8.333452e-3, 4.1665796e-2, 0.16666665, 0.5]:
        p = p * r + f(coefficient)
    p = p * r * r + r + ONE
    power = (t.view(np.uint32) - ROUND.view(np.uint32) + np.uint32(127)) << np.uint32(23)
    return p * power.view(f)


def exp(x):
    y = np.where(x > f(87), f(np.inf), exp_held(x))
    return np.where(x < f(-87), f(0), y).astype(f)


def tanh(x):
    e = exp_held(f(2) * held(x, -9, 9))
    return (e - ONE) / (e + ONE)


def sigmoid(x):
    return ONE / (ONE + exp_held(-x))


def gelu(x):
    c0, c1 = 0.7978845608028654, 0.044715
    return x * sigmoid(x * (f(2 * c0) + f(2 * c0 * c1) * (x * x)))


def fingerprint(values):
    """FNV-1a over the bytes."""
    h = 0xCBF29CE484222325
    for byte in values.astype("<f4").tobytes():
        h = ((h ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return h


x = np.arange(-12000, 12001).astype(f) * f(0.01)
for function in [exp, tanh, sigmoid, gelu]:
    print(f"{function.__name__} 0x{fingerprint(function(x)):016x}")
