"""The twin of bench/vectors.js in Python: random steps of E CartPoles in this process.

Run: python bench/peers/cartpole_steps.py E STEPS
Prints JSON: the seconds a step of one environment, in a plain loop and in gymnasium's SyncVectorEnv.
"""

import json
import sys
import time

import gymnasium
import numpy as np

count, steps = int(sys.argv[1]), int(sys.argv[2])
turns = steps // count
actions = np.random.default_rng(0).integers(0, 2, (turns, count))
environments = [gymnasium.make("CartPole-v1") for _ in range(count)]
vector = gymnasium.vector.SyncVectorEnv(
    [lambda: gymnasium.make("CartPole-v1")] * count, autoreset_mode=gymnasium.vector.AutoresetMode.SAME_STEP
)


def loop():
    for e, environment in enumerate(environments):
        environment.reset(seed=e)
    for row in actions:
        for e, environment in enumerate(environments):
            _, _, terminated, truncated, _ = environment.step(row[e])
            if terminated or truncated:
                environment.reset()


def sync():
    vector.reset(seed=0)
    for row in actions:
        vector.step(row)


def timed(run):
    begin = time.perf_counter()
    run()
    return (time.perf_counter() - begin) / (turns * count)


loop()
print(json.dumps({"loop": timed(loop), "sync": timed(sync)}))
