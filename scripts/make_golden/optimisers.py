"""Six steps of each optimiser and a schedule in double precision with optax: tests/golden/optimisers.txt.

    /tmp/golden/bin/python scripts/make_golden/optimisers.py > tests/golden/optimisers.txt     (packages: see gpt.py)

optax's adam, adamw, sgd (momentum) and clip_by_global_norm use PyTorch's definitions. The gradient of step n at parameter i
is sin(3 n + i) + p_i / 4, so that it depends on where the optimiser went.
"""

import jax
import numpy as np
import optax

jax.config.update("jax_enable_x64", True)
import jax.numpy as jnp

START = [0.5, -1.0, 2.0, 0.0, 1e-3]


def run(name, optimiser):
    p = jnp.array(START)
    state = optimiser.init(p)
    for step in range(6):
        gradient = jnp.sin(3.0 * step + jnp.arange(5)) + p / 4
        update, state = optimiser.update(gradient, state, p)
        p = optax.apply_updates(p, update)
    print(name, *(repr(float(v)) for v in p))


print("# made by scripts/make_golden/optimisers.py: the five parameters after six steps; the schedule's factors for 12 steps")
run("adam", optax.adam(0.01))
run("adam-other-constants", optax.adam(0.1, b1=0.8, b2=0.95, eps=1e-3))
run("adamw", optax.adamw(0.01, weight_decay=0.1))
run("adam-clipped", optax.chain(optax.clip_by_global_norm(0.75), optax.adam(0.01, eps=0.1)))
run("sgd", optax.sgd(0.05))
run("sgd-momentum", optax.sgd(0.05, momentum=0.9))
warmup = optax.linear_schedule(1 / 4, 1, 3)
schedule = optax.join_schedules([warmup, optax.cosine_decay_schedule(1.0, 8, alpha=0.1)], [4])
print("warmup-cosine", *(repr(float(schedule(step))) for step in range(12)))
