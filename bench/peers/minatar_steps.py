"""Steps MinAtar's own game with random actions, building the observation each step. Prints JSON: steps, seconds.

    python bench/peers/minatar_steps.py GAME SECONDS
"""

import json
import random
import sys
from time import perf_counter

from minatar import Environment

name, duration = sys.argv[1], float(sys.argv[2])
env = Environment(name)
env.seed(1)
random.seed(1)
actions = [random.randrange(6) for _ in range(4096)]


def run(duration):
    """Steps and seconds, read off the clock every 1000 steps."""
    steps = 0
    start = perf_counter()
    while True:
        for _ in range(1000):
            _, ended = env.act(actions[steps % 4096])
            env.state()
            steps += 1
            if ended:
                env.reset()
        elapsed = perf_counter() - start
        if elapsed >= duration:
            return steps, elapsed


env.reset()
run(duration / 5)
steps, seconds = run(duration)
print(json.dumps({"steps": steps, "seconds": seconds}))
