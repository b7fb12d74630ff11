"""The twin of bench/mujoco.js in Gymnasium: random steps of one task, resets included.

Run: python bench/peers/mujoco_steps.py ID [STEPS]   (needs gymnasium[mujoco])
Prints JSON: the seconds a step of each of seven replays.
"""

import json
import sys
import time

import gymnasium

steps = int(sys.argv[2]) if len(sys.argv) > 2 else 2000
env = gymnasium.make(sys.argv[1])
env.action_space.seed(0)
actions = [env.action_space.sample() for _ in range(steps)]


def replay():
    begin = time.perf_counter()
    env.reset(seed=0)
    for action in actions:
        _, _, terminated, truncated, _ = env.step(action)
        if terminated or truncated:
            env.reset()
    return (time.perf_counter() - begin) / steps


replay()
print(json.dumps({"secondsPerStep": [replay() for _ in range(7)]}))
