"""Gradients of a whole two-layer transformer in double precision with JAX: tests/golden/gpt_gradients.txt.

    python3 -m venv /tmp/golden && /tmp/golden/bin/pip install jax==0.10.2 numpy optax==0.2.8
    /tmp/golden/bin/python scripts/make_golden/gpt.py > tests/golden/gpt_gradients.txt

Everything is written out here again (layer norm, attention head by head, GELU, cross-entropy), so that the engine is compared
with formulas and with JAX's differentiation, not with a translation of itself. Weights come from mulberry32 on both sides.
"""

import jax
import jax.numpy as jnp
import numpy as np

jax.config.update("jax_enable_x64", True)

VOCABULARY, CONTEXT, WIDTH, LAYERS, HEADS = 7, 6, 12, 2, 3
BATCH, TIME = 2, 5  # shorter than the context: the last position's row has gradient 0
IDS = np.array([[3, 1, 4, 1, 5], [0, 6, 2, 6, 3]])
TARGETS = np.array([[1, 4, 1, 5, 0], [6, 2, 6, 3, 3]])


def mulberry32(seed):
    """Numbers uniform in [0, 1) with 32 bits."""
    state, mask = seed, 0xFFFFFFFF
    while True:
        state = (state + 0x6D2B79F5) & mask
        t = ((state ^ (state >> 15)) * (1 | state)) & mask
        t = ((t + (((t ^ (t >> 7)) * (61 | t)) & mask)) & mask) ^ t
        yield (t ^ (t >> 14)) / 4294967296


def parameters():
    """(name, shape, centre, spread), in the order of the draws."""
    c = WIDTH
    yield "embed.token", (VOCABULARY, c), 0, 0.5
    yield "embed.position", (CONTEXT, c), 0, 0.5
    for i in range(LAYERS):
        block = f"blocks.{i}."
        yield block + "ln1.gain", (c,), 1, 0.3
        yield block + "ln1.bias", (c,), 0, 0.3
        yield block + "attn.qkv.weight", (c, 3 * c), 0, 0.5
        yield block + "attn.qkv.bias", (3 * c,), 0, 0.3
        yield block + "attn.proj.weight", (c, c), 0, 0.5
        yield block + "attn.proj.bias", (c,), 0, 0.3
        yield block + "ln2.gain", (c,), 1, 0.3
        yield block + "ln2.bias", (c,), 0, 0.3
        yield block + "mlp.up.weight", (c, 4 * c), 0, 0.5
        yield block + "mlp.up.bias", (4 * c,), 0, 0.3
        yield block + "mlp.down.weight", (4 * c, c), 0, 0.3
        yield block + "mlp.down.bias", (c,), 0, 0.3
    yield "final_norm.gain", (c,), 1, 0.3
    yield "final_norm.bias", (c,), 0, 0.3
    yield "head.weight", (c, VOCABULARY), 0, 0.5


def drawn():
    numbers = mulberry32(42)
    draw = lambda centre, spread: np.float32(centre + (next(numbers) * 2 - 1) * spread)
    return {
        name: jnp.array([draw(centre, spread) for _ in range(int(np.prod(shape)))], jnp.float64).reshape(shape)
        for name, shape, centre, spread in parameters()
    }


def layer_norm(x, p, name):
    mean = x.mean(-1, keepdims=True)
    variance = ((x - mean) ** 2).mean(-1, keepdims=True)
    return (x - mean) / jnp.sqrt(variance + 1e-5) * p[name + ".gain"] + p[name + ".bias"]


def attention(x, p, name):
    qkv = x @ p[name + ".qkv.weight"] + p[name + ".qkv.bias"]
    size = WIDTH // HEADS
    mixed = []
    for head in range(HEADS):
        q, k, v = (qkv[..., part * WIDTH + head * size : part * WIDTH + (head + 1) * size] for part in range(3))
        scores = jnp.einsum("btd,bsd->bts", q, k) / np.sqrt(size)
        scores = jnp.where(np.tril(np.ones((TIME, TIME), bool)), scores, -jnp.inf)
        mixed.append(jnp.einsum("bts,bsd->btd", jax.nn.softmax(scores, axis=-1), v))
    return jnp.concatenate(mixed, -1) @ p[name + ".proj.weight"] + p[name + ".proj.bias"]


def gelu(x):
    return 0.5 * x * (1 + jnp.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))


def mlp(x, p, name):
    return gelu(x @ p[name + ".up.weight"] + p[name + ".up.bias"]) @ p[name + ".down.weight"] + p[name + ".down.bias"]


def logits(p):
    x = p["embed.token"][IDS] + p["embed.position"][:TIME]
    for i in range(LAYERS):
        block = f"blocks.{i}."
        x = x + attention(layer_norm(x, p, block + "ln1"), p, block + "attn")
        x = x + mlp(layer_norm(x, p, block + "ln2"), p, block + "mlp")
    return layer_norm(x, p, "final_norm") @ p["head.weight"]


def loss(p):
    log_probability = jax.nn.log_softmax(logits(p), axis=-1)
    return -jnp.take_along_axis(log_probability, TARGETS[..., None], -1).mean()


p = drawn()
value, gradients = jax.value_and_grad(loss)(p)
print("# made by scripts/make_golden/gpt.py: name, norm, index:value ...")
print(f"loss {float(value)!r}")
row = np.asarray(logits(p))[1, 3]
print("logits", float(np.linalg.norm(row)), *(f"{i}:{float(v)!r}" for i, v in enumerate(row)))
for name, *_ in parameters():
    g = np.asarray(gradients[name]).ravel()
    at = range(g.size) if g.size <= 12 else sorted({(i * 37 + 5) % g.size for i in range(12)})
    print(name, repr(float(np.linalg.norm(g))), *(f"{i}:{float(g[i])!r}" for i in at))
