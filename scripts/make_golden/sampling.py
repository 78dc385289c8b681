"""Reference numbers for src/nn/sampling/tests/, computed independently (pip install nltk; 3.10.4 gave the committed values).

Prints the values; they are small enough to stand in the tests themselves.
"""

import math

from nltk.translate.bleu_score import SmoothingFunction, sentence_bleu

METHOD1 = SmoothingFunction().method1  # zero counts become 0.1


def bleu(sample, references):
    return sentence_bleu(references, sample, smoothing_function=METHOD1)


def self_bleu(samples):
    others = lambda i: samples[:i] + samples[i + 1 :]
    return sum(bleu(s, others(i)) for i, s in enumerate(samples)) / len(samples)


def words(text):
    vocabulary = {}
    return [[vocabulary.setdefault(w, len(vocabulary)) for w in line.split()] for line in text.strip().splitlines()]


M64 = (1 << 64) - 1


def mix(z):
    z = (z + 0x9E3779B97F4A7C15) & M64
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & M64
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & M64
    return z ^ (z >> 31)


def pcg32(state, stream):
    """The reference pcg32_srandom_r and pcg32_random_r of pcg-c-basic, one output after the other, no jumping."""
    increment = (stream << 1 | 1) & M64
    step = lambda s: (s * 6364136223846793005 + increment) & M64
    state = step((step(0) + state) & M64)
    while True:
        old, state = state, step(state)
        word, turn = ((old >> 18) ^ old) >> 27 & 0xFFFFFFFF, old >> 59
        yield (word >> turn | word << (-turn & 31)) & 0xFFFFFFFF


def uniform(seed, position):
    outputs = pcg32(mix(seed), 0x0A02BDBF7BB3C0A7)
    for _ in range(2 * position):
        next(outputs)
    high, low = next(outputs), next(outputs)
    return ((high << 32 | low) >> 11) / 2**53


if __name__ == "__main__":
    check = pcg32(42, 54)
    assert [next(check) for _ in range(4)] == [0xA15C02B7, 0x7B47F409, 0xBA1D3330, 0x83D2F293]
    for seed, position in [(0, 0), (42, 0), (42, 1), (42, 1000), (43, 0), (0xFFFFFFFF, 7)]:
        print("uniform", seed, position, repr(uniform(seed, position)))
    cats = words("the cat sat on the mat\nthe cat sat on a mat today\na dog sat on the mat\nno")
    print(cats)
    for i, sample in enumerate(cats):
        print("bleu", i, repr(bleu(sample, cats[:i] + cats[i + 1 :])))
    print("self_bleu of the first three", repr(self_bleu(cats[:3])))
    noise = [[(i * i * (s + 3) + i * s) % 11 for i in range(20 + s % 4)] for s in range(20)]
    print("self_bleu of 20 samples", repr(self_bleu(noise)))
    grams = [tuple(s[i : i + 4]) for s in noise for i in range(len(s) - 3)]
    print("distinct 4-grams", len(set(grams)), "of", len(grams))
    logits, t = [2.0, 1.0, 0.0, -1.5, 0.25], 0.7
    e = [math.exp(z / t) for z in logits]
    print("softmax at 0.7", [repr(x / sum(e)) for x in e])
    print("entropy", repr(-sum(x / sum(e) * math.log(x / sum(e)) for x in e)))
