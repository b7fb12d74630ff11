"""The twin of bench/atari-step.js in PyTorch: forward and a training step of the network of Atari, one thread.

Run: bench/peers/.venv/bin/python bench/peers/atari_step.py --batch 32 [--seconds 2]
Prints JSON: the best and the median milliseconds of processor time of both, each of the faster layout of images in memory, and the step with
the fastest of Adam's implementations.
"""

import argparse
import json
import time

import torch
from torch import nn

parser = argparse.ArgumentParser()
parser.add_argument("--batch", type=int, required=True)
parser.add_argument("--seconds", type=float, default=2.0)
options = parser.parse_args()
torch.set_num_threads(1)
torch.manual_seed(1)

ACTIONS = 6


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.trunk = nn.Sequential(
            nn.Conv2d(4, 32, 8, 4),
            nn.ReLU(),
            nn.Conv2d(32, 64, 4, 2),
            nn.ReLU(),
            nn.Conv2d(64, 64, 3, 1),
            nn.ReLU(),
            nn.Flatten(),
            nn.Linear(3136, 512),
            nn.ReLU(),
        )
        self.actor = nn.Linear(512, ACTIONS)
        self.critic = nn.Linear(512, 1)

    def forward(self, x):
        features = self.trunk(x)
        return self.actor(features), self.critic(features)


def make(memory_format, adam):
    network = Network().to(memory_format=memory_format)
    images = torch.rand(options.batch, 4, 84, 84).contiguous(memory_format=memory_format)
    d_outputs, d_values = torch.randn(options.batch, ACTIONS), torch.randn(options.batch, 1)
    optimiser = torch.optim.Adam(network.parameters(), lr=1e-4, eps=1e-5, **adam)

    def forward():
        with torch.no_grad():
            network(images)

    def step():
        optimiser.zero_grad(set_to_none=True)
        torch.autograd.backward(network(images), (d_outputs, d_values))
        optimiser.step()

    return forward, step


def measure(run, seconds):
    end = time.perf_counter() + 0.3 * seconds
    while time.perf_counter() < end:
        run()
    times = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        start = time.process_time()
        run()
        times.append(1000 * (time.process_time() - start))
    times.sort()
    return {"best": times[0], "median": times[len(times) // 2]}


def fastest(runs):
    return min((measure(run, options.seconds) for run in runs), key=lambda result: result["median"])


layouts = (torch.contiguous_format, torch.channels_last)
forwards = [make(layout, {"fused": True})[0] for layout in layouts]
steps = [make(layout, adam)[1] for layout in layouts for adam in ({"fused": True}, {"foreach": True})]
print(json.dumps({"forward": fastest(forwards), "step": fastest(steps), "torch": torch.__version__}))
