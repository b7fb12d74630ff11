"""The twin of bench/kernels/mlp-step.ts in PyTorch: one training step of a tanh MLP 4→width→width→2, one thread.

Run: bench/peers/.venv/bin/python bench/peers/mlp_step.py BATCH [WIDTH [SECONDS]]
Prints JSON: the best and the median milliseconds of a step, for the fastest of Adam's implementations.
"""

import json
import sys
import time

import torch

torch.set_num_threads(1)
batch = int(sys.argv[1])
width = int(sys.argv[2]) if len(sys.argv) > 2 else 64
seconds = float(sys.argv[3]) if len(sys.argv) > 3 else 1.0


def make_step(adam):
    model = torch.nn.Sequential(
        torch.nn.Linear(4, width),
        torch.nn.Tanh(),
        torch.nn.Linear(width, width),
        torch.nn.Tanh(),
        torch.nn.Linear(width, 2),
    )
    optimiser = torch.optim.Adam(model.parameters(), lr=1e-3, **adam)
    x, target = torch.rand(batch, 4), torch.rand(batch, 2)

    def step():
        optimiser.zero_grad(set_to_none=True)
        loss = torch.nn.functional.mse_loss(model(x), target)
        loss.backward()
        optimiser.step()

    return step


def measure(step, duration):
    end = time.perf_counter() + 0.3 * duration
    while time.perf_counter() < end:
        step()
    times = []
    repeats = max(1, round(500 / batch))
    end = time.perf_counter() + duration
    while time.perf_counter() < end:
        start = time.perf_counter()
        for _ in range(repeats):
            step()
        times.append(1000 * (time.perf_counter() - start) / repeats)
    times.sort()
    return {"best": times[0], "median": times[len(times) // 2]}


variants = {"fused": {"fused": True}, "foreach": {"foreach": True}, "single": {"foreach": False}}
results = {name: measure(make_step(adam), seconds) for name, adam in variants.items()}
fastest = min(results, key=lambda name: results[name]["median"])
print(json.dumps({**results[fastest], "adam": fastest, "torch": torch.__version__}))
