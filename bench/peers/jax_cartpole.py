"""PPO on CartPole-v1 in JAX, timed: environments, rollouts and learning are one compiled program (jit of lax.scan).

    bench/peers/.venv/bin/python bench/peers/jax_cartpole.py --steps 500000 --seed 1

CleanRL's ppo.py settings, networks and losses. The environment is Gymnasium's CartPole-v1 with its limit of 500
steps; at the limit no value is bootstrapped, as in CleanRL. Prints one JSON line: "seconds" is the run alone, the
"compileSeconds" before it are apart.
"""

import argparse
import json
import os
import time

ENVS, STEPS, EPOCHS, MINIBATCHES = 4, 128, 4, 4
GAMMA, LAMBDA, CLIP = 0.99, 0.95, 0.2
ENTROPY, VALUE, MAX_NORM, RATE = 0.01, 0.5, 0.5, 2.5e-4
LIMIT = 500
RECENT = 100


def compiled_training(steps, seed):
    import jax
    import jax.numpy as jnp

    updates = -(-steps // (ENVS * STEPS))

    def reset(key, count):
        return jax.random.uniform(key, (count, 4), minval=-0.05, maxval=0.05)

    def physics(state, action):
        """Gymnasium's Euler step; whether the pole has fallen."""
        x, speed, angle, spin = state.T
        force = jnp.where(action == 1, 10.0, -10.0)
        sine, cosine = jnp.sin(angle), jnp.cos(angle)
        push = (force + 0.05 * spin**2 * sine) / 1.1
        angular = (9.8 * sine - cosine * push) / (0.5 * (4 / 3 - 0.1 * cosine**2 / 1.1))
        linear = push - 0.05 * angular * cosine / 1.1
        state = jnp.stack([x + 0.02 * speed, speed + 0.02 * linear, angle + 0.02 * spin, spin + 0.02 * angular], 1)
        fallen = (jnp.abs(state[:, 0]) > 2.4) | (jnp.abs(state[:, 2]) > 12 * jnp.pi / 180)
        return state, fallen

    def network(key, outputs, gain):
        sizes, gains = (4, 64, 64, outputs), (2**0.5, 2**0.5, gain)
        orthogonal = [jax.nn.initializers.orthogonal(g) for g in gains]
        keys = jax.random.split(key, 3)
        return [
            (make(k, (i, o)), jnp.zeros(o)) for make, k, i, o in zip(orthogonal, keys, sizes[:-1], sizes[1:])
        ]

    def apply(layers, x):
        for weights, bias in layers[:-1]:
            x = jnp.tanh(x @ weights + bias)
        weights, bias = layers[-1]
        return x @ weights + bias

    def value(params, x):
        return apply(params["critic"], x)[..., 0]

    def act(params, carry, key):
        state, ages, totals, recent, count = carry
        sampling, resetting = jax.random.split(key)
        logs = jax.nn.log_softmax(apply(params["actor"], state))
        action = jax.random.categorical(sampling, logs)
        log_prob = jnp.take_along_axis(logs, action[:, None], 1)[:, 0]
        moved, fallen = physics(state, action)
        ages, totals = ages + 1, totals + 1.0
        ended = fallen | (ages >= LIMIT)
        places = (count + jnp.cumsum(ended) - 1) % RECENT
        recent = recent.at[jnp.where(ended, places, RECENT)].set(totals, mode="drop")
        step = {"x": state, "actions": action, "log_probs": log_prob, "values": value(params, state), "ended": ended}
        following = jnp.where(ended[:, None], reset(resetting, ENVS), moved)
        going_on = 1 - ended
        return (following, ages * going_on, totals * going_on, recent, count + ended.sum()), step

    def advantages(steps_taken, last_value):
        def back(carry, step):
            advantage, following = carry
            going_on = 1 - step["ended"]
            delta = 1.0 + GAMMA * following * going_on - step["values"]
            advantage = delta + GAMMA * LAMBDA * going_on * advantage
            return (advantage, step["values"]), advantage

        return jax.lax.scan(back, (jnp.zeros(ENVS), last_value), steps_taken, reverse=True)[1]

    def loss(params, rows):
        logs = jax.nn.log_softmax(apply(params["actor"], rows["x"]))
        log_prob = jnp.take_along_axis(logs, rows["actions"][:, None], 1)[:, 0]
        ratio = jnp.exp(log_prob - rows["log_probs"])
        advantage = rows["advantages"]
        advantage = (advantage - advantage.mean()) / (advantage.std(ddof=1) + 1e-8)
        surrogate = jnp.minimum(ratio * advantage, jnp.clip(ratio, 1 - CLIP, 1 + CLIP) * advantage).mean()
        values = value(params, rows["x"])
        near = rows["values"] + jnp.clip(values - rows["values"], -CLIP, CLIP)
        target = rows["returns"]
        value_loss = 0.5 * jnp.maximum((values - target) ** 2, (near - target) ** 2).mean()
        entropy = -(jnp.exp(logs) * logs).sum(1).mean()
        return VALUE * value_loss - surrogate - ENTROPY * entropy

    def adam(params, gradients, m, v, step, rate):
        norm = jnp.sqrt(sum((g**2).sum() for g in jax.tree.leaves(gradients)))
        scale = jnp.minimum(1, MAX_NORM / (norm + 1e-6))
        m = jax.tree.map(lambda old, g: 0.9 * old + 0.1 * scale * g, m, gradients)
        v = jax.tree.map(lambda old, g: 0.999 * old + 0.001 * (scale * g) ** 2, v, gradients)
        first, second = 1 - 0.9**step, 1 - 0.999**step
        move = lambda p, a, b: p - rate * (a / first) / (jnp.sqrt(b / second) + 1e-5)
        return jax.tree.map(move, params, m, v), m, v

    def update(carry, index):
        params, m, v, environments, key = carry
        key, acting, shuffling = jax.random.split(key, 3)
        environments, taken = jax.lax.scan(
            lambda carry, key: act(params, carry, key), environments, jax.random.split(acting, STEPS)
        )
        taken["advantages"] = advantages(taken, value(params, environments[0]))
        taken["returns"] = taken["advantages"] + taken["values"]
        rows = jax.tree.map(lambda data: data.reshape(ENVS * STEPS, *data.shape[2:]), taken)
        rate = RATE * (1 - index / updates)
        orders = jax.vmap(lambda key: jax.random.permutation(key, ENVS * STEPS))(jax.random.split(shuffling, EPOCHS))

        def learn(carry, batch):
            params, m, v, step = carry
            picked = jax.tree.map(lambda data: data[batch], rows)
            return (*adam(params, jax.grad(loss)(params, picked), m, v, step, rate), step + 1), None

        first = index * EPOCHS * MINIBATCHES + 1.0
        batches = orders.reshape(EPOCHS * MINIBATCHES, -1)
        (params, m, v, _), _ = jax.lax.scan(learn, (params, m, v, first), batches)
        return (params, m, v, environments, key), None

    def train(key):
        key, actor, critic, resetting = jax.random.split(key, 4)
        params = {"actor": network(actor, 2, 0.01), "critic": network(critic, 1, 1.0)}
        zeros = jax.tree.map(jnp.zeros_like, params)
        environments = (reset(resetting, ENVS), jnp.zeros(ENVS, int), jnp.zeros(ENVS), jnp.zeros(RECENT), 0)
        carry, _ = jax.lax.scan(update, (params, zeros, zeros, environments, key), jnp.arange(updates))
        return carry[3][3], carry[3][4]

    return jax.jit(train).lower(jax.random.key(seed)).compile(), updates * ENVS * STEPS


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--steps", type=int, default=500_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    # XLA sizes its thread pool by the cores that it may use.
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: arguments.threads])

    import jax

    from processes import Clock, peak_mib

    started = time.perf_counter()
    train, steps = compiled_training(arguments.steps, arguments.seed)
    compile_seconds = time.perf_counter() - started
    clock = Clock()
    recent, episodes = jax.block_until_ready(train(jax.random.key(arguments.seed)))
    seconds = clock.seconds()
    finished = min(RECENT, int(episodes))
    print(
        json.dumps(
            {
                "steps": steps,
                **seconds,
                "compileSeconds": compile_seconds,
                "meanReturn": float(recent[:finished].mean()) if finished else None,
                "peakMiB": peak_mib(),
                "versions": {"jax": jax.__version__},
            }
        )
    )


if __name__ == "__main__":
    main()
