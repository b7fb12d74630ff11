"""Stable-Baselines3's PPO on CartPole-v1 with CleanRL's ppo.py settings, timed.

    bench/peers/.venv/bin/python bench/peers/sb3_cartpole.py --steps 20000 --seed 1

Prints one JSON line. "seconds" is the learn() call alone; interpreter start and imports are outside it.
"steps" is what SB3 really ran: it rounds up to whole rollouts of 512.

What SB3 computes otherwise than CleanRL, at the same settings: its value loss is the plain mean squared
error (CleanRL halves it and takes the larger of the clipped and unclipped losses), and it bootstraps the
value at a time limit.
"""

import argparse
import json
import os
import platform
import time

os.environ["OMP_NUM_THREADS"] = "1"
os.environ["MKL_NUM_THREADS"] = "1"

import gymnasium
import numpy
import stable_baselines3
import torch
from stable_baselines3 import PPO
from stable_baselines3.common.env_util import make_vec_env
from stable_baselines3.common.vec_env import DummyVecEnv


def peak_mib():
    """This process's peak resident memory; ru_maxrss would count the parent's at the fork."""
    try:
        with open("/proc/self/status") as status:
            for line in status:
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) / 1024
    except OSError:
        pass
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--steps", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    if arguments.steps < 1:
        parser.error("--steps must be at least 1")

    torch.set_num_threads(1)
    torch.set_num_interop_threads(1)

    envs = make_vec_env("CartPole-v1", n_envs=4, seed=arguments.seed, vec_env_cls=DummyVecEnv)
    model = PPO(
        "MlpPolicy",
        envs,
        learning_rate=lambda remaining: 2.5e-4 * remaining,
        n_steps=128,
        batch_size=128,
        n_epochs=4,
        gamma=0.99,
        gae_lambda=0.95,
        clip_range=0.2,
        clip_range_vf=0.2,
        normalize_advantage=True,
        ent_coef=0.01,
        vf_coef=0.5,
        max_grad_norm=0.5,
        target_kl=None,
        stats_window_size=100,
        policy_kwargs={
            "net_arch": {"pi": [64, 64], "vf": [64, 64]},
            "activation_fn": torch.nn.Tanh,
            "ortho_init": True,
            "optimizer_class": torch.optim.Adam,
            "optimizer_kwargs": {"eps": 1e-5},
        },
        seed=arguments.seed,
        device="cpu",
        verbose=0,
    )

    started = time.perf_counter()
    model.learn(total_timesteps=arguments.steps)
    seconds = time.perf_counter() - started

    returns = [episode["r"] for episode in model.ep_info_buffer]
    print(
        json.dumps(
            {
                "steps": model.num_timesteps,
                "seconds": seconds,
                "stepsPerSecond": model.num_timesteps / seconds,
                "meanReturn": float(numpy.mean(returns)) if returns else None,
                "episodes": len(returns),
                "seed": arguments.seed,
                "peakMiB": peak_mib(),
                "versions": {
                    "python": platform.python_version(),
                    "stable-baselines3": stable_baselines3.__version__,
                    "torch": torch.__version__,
                    "gymnasium": gymnasium.__version__,
                    "numpy": numpy.__version__,
                },
            }
        )
    )


if __name__ == "__main__":
    main()
