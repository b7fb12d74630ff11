"""Small environments of every kind of space, and some that fail."""
import ctypes
import os
import random

import gymnasium
import numpy as np
from gymnasium.spaces import Box, Dict, Discrete, MultiBinary, MultiDiscrete, Tuple


class Echo(gymnasium.Env):
    """Shows the value that it was made with, and pays what `pay` makes of the action; three steps an episode."""

    def __init__(self, observation_space, value, action_space=Discrete(2), pay=lambda action: 0.0):
        self.observation_space, self.value = observation_space, value
        self.action_space, self.pay = action_space, pay

    def reset(self, *, seed=None, options=None):
        super().reset(seed=seed)
        self.steps = 0
        return self.value, {}

    def step(self, action):
        assert self.action_space.contains(action), action
        self.steps += 1
        return self.value, self.pay(action), False, self.steps == 3, {}


class Endings(gymnasium.Env):
    """Counts its steps over all episodes, which end by turns: terminated, truncated, both."""

    observation_space, action_space = Box(-np.inf, np.inf, (2,)), Discrete(3)

    def reset(self, *, seed=None, options=None):
        self.episode = 0 if seed is not None else self.episode + 1
        self.count = seed if seed is not None else self.count
        self.steps = 0
        return np.array([self.count, -1]), {"action_mask": np.array([1, 0, 1], np.int8)}

    def step(self, action):
        self.steps += 1
        self.count += 1
        end = self.steps == 3
        kind = self.episode % 3
        info = {"action_mask": np.array([0, 1, 1], np.int8)} if end else {}
        return np.array([self.count, self.steps]), action, end and kind != 1, end and kind != 0, info


class Chance(Echo):
    """Draws from the generators that all of Python shares."""

    def reset(self, **options):
        observation, info = super().reset(**options)
        return np.array([random.random(), np.random.random()]), info


class Failing(Echo):
    def __init__(self, how):
        super().__init__(Box(-1, 1, (2,)), np.zeros(2, np.float32))
        self.how = how

    def step(self, action):
        return self.how(super().step(action))


class Bare(Chance):
    """Resets as Gym did of old."""

    def reset(self, **how):
        return super().reset(**how)[0]


def throw(_):
    print("the last words before the motor burns")
    raise RuntimeError("the motor\nburnt")


def crash(_):
    ctypes.string_at(0)


def with_observation(observation):
    return lambda step: (observation, *step[1:])


def with_last_observation(observation):
    return lambda step: (observation, 0.0, True, *step[3:])


def mute(_):
    os._exit(3)


def leave(_):
    raise SystemExit("enough")


def hang(_):
    while True:
        pass


OPTIONS = {"level": 3, "calm": True, "map": [1, 2], "name": "a b", "empty": ""}
bytes_2x2 = np.arange(4, dtype=np.uint8).reshape(2, 2) * 80
narrow = Box(-0.1, 0.1, (2,), np.float64)
environments = {
    "Bytes": lambda: Echo(Box(0, 255, (2, 2), np.uint8), bytes_2x2),
    "Truths": lambda: Echo(Box(0, 1, (3,), bool), np.array([True, False, True])),
    "Doubles": lambda: Echo(Box(-np.inf, np.array([1.0, np.inf]), (2,), np.float64), np.array([0.1, 1e9])),
    "Discrete": lambda: Echo(Discrete(4, start=-1), 1, Discrete(3, start=5), float),
    "MultiDiscrete": lambda: Echo(
        MultiDiscrete([2, 3]), np.array([1, 2]), MultiDiscrete([[2, 3], [4, 5]]), lambda a: a[1, 1] * 10 + a[0, 1]
    ),
    "MultiBinary": lambda: Echo(MultiBinary(3), np.array([1, 0, 1]), MultiBinary([2, 2]), lambda a: a[1, 0]),
    "Narrow": lambda: Echo(narrow, np.zeros(2), narrow, lambda a: a[1]),
    "Options": lambda **options: Echo(Box(0, 1, (1,)), np.zeros(1), pay=lambda _: options == OPTIONS),
    "Endings": Endings,
    "Chance": lambda: Chance(Box(0, 1, (2,)), None),
    "Dict": lambda: Echo(Dict(a=Discrete(2)), {"a": 0}),
    "TupleAction": lambda: Echo(Box(0, 1, (1,)), np.zeros(1), Tuple((Discrete(2), Discrete(3)))),
    "Throwing": lambda: Failing(throw),
    "Crashing": lambda: Failing(crash),
    "Mute": lambda: Failing(mute),
    "Leaving": lambda: Failing(leave),
    "Hanging": lambda: Failing(hang),
    "Infinite": lambda: Failing(with_observation(np.array([0.0, np.nan]))),
    "InfiniteAtLast": lambda: Failing(with_last_observation(np.array([np.inf, 0.0]))),
    "Generous": lambda: Failing(lambda step: (step[0], -1e39, *step[2:])),
    "Misshapen": lambda: Failing(with_observation(np.zeros(3))),
    "Boxed": lambda: Failing(lambda step: (step[0], np.array([1.0]), *step[2:])),
    "Wordy": lambda: Failing(lambda step: (step[0], "much", *step[2:])),
    "Old": lambda: Failing(lambda step: (*step[:3], {})),
    "Uninformed": lambda: Failing(lambda step: (*step[:4], None)),
    "Bare": lambda: Bare(Box(0, 1, (2,)), None),
    "Unmade": lambda: {}["no such part"],
}
for name, make in environments.items():
    gymnasium.register(f"{name}-v0", make, disable_env_checker=True)
