"""The twin of bench/environments.js in Python: random steps of one environment, resets included.

Run: python bench/peers/environment_steps.py ID SECONDS
ID is Gymnasium's, or MinAtar/<name of the game>. Prints JSON: steps, and the processor time they took in seconds.
"""

import json
import sys
from time import process_time

ACTIONS = 4096


def gymnasium_environment(id):
    import gymnasium

    env = gymnasium.make(id)
    env.action_space.seed(1)
    actions = [env.action_space.sample() for _ in range(ACTIONS)]
    env.reset(seed=1)

    def step(i):
        _, _, terminated, truncated, _ = env.step(actions[i])
        if terminated or truncated:
            env.reset()

    return step


def minatar_environment(name):
    """MinAtar's own class, which gives the observation by a call of its own."""
    import random

    from minatar import Environment

    env = Environment(name)
    env.seed(1)
    random.seed(1)
    actions = [random.randrange(6) for _ in range(ACTIONS)]
    env.reset()

    def step(i):
        _, terminated = env.act(actions[i])
        env.state()
        if terminated:
            env.reset()

    return step


def run(step, seconds):
    """Steps and processor time, read off the clock every 100 steps."""
    steps = 0
    start = process_time()
    while True:
        for _ in range(100):
            step(steps % ACTIONS)
            steps += 1
        elapsed = process_time() - start
        if elapsed >= seconds:
            return steps, elapsed


id, seconds = sys.argv[1], float(sys.argv[2])
family, _, game = id.partition("/")
step = minatar_environment(game) if family == "MinAtar" else gymnasium_environment(id)
run(step, 1)
steps, elapsed = run(step, seconds)
print(json.dumps({"steps": steps, "seconds": elapsed}))
