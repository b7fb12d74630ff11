"""Learning curves of Stable-Baselines3's PPO, with the settings of formscale's studies, for results beside results.

    bench/peers/.venv/bin/python bench/peers/sb3_returns.py Acrobot-v1 --seeds 3001 3002 3003 3004 3005 --out sb3

Each run leaves OUT/ENV/seed-N.csv: after each rollout the steps so far and the mean return of the last 100 training
episodes. Runs that are there already are not repeated.
"""

import argparse
import csv
import os
import time
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = "1"

import torch
from stable_baselines3 import PPO
from stable_baselines3.common.callbacks import BaseCallback
from stable_baselines3.common.env_util import make_vec_env
from stable_baselines3.common.vec_env import VecNormalize

# CleanRL's ppo.py, but for the clipping of values: Stable-Baselines3 takes the clipped loss alone where CleanRL takes the
# larger of the two, so that CartPole's values may move by no more than 0.2 a rollout.
CLASSIC = dict(
    envs=4,
    n_steps=128,
    batch_size=128,
    n_epochs=4,
    learning_rate=lambda remaining: 2.5e-4 * remaining,
    ent_coef=0.01,
)
# CleanRL's ppo_continuous_action.py, without the clipping of values.
MUJOCO = dict(
    steps=1_000_000,
    envs=1,
    n_steps=2048,
    batch_size=64,
    n_epochs=10,
    learning_rate=lambda remaining: 3e-4 * remaining,
    ent_coef=0,
    normalise=True,
)
TANH_64 = dict(
    net_arch=dict(pi=[64, 64], vf=[64, 64]), activation_fn=torch.nn.Tanh, optimizer_kwargs=dict(eps=1e-5)
)
SETTINGS = {
    "CartPole-v1": dict(steps=500_000, **CLASSIC),
    "Acrobot-v1": dict(steps=500_000, **CLASSIC),
    # rl-baselines3-zoo's, but for gSDE.
    "Pendulum-v1": dict(
        steps=100_000, envs=4, n_steps=1024, batch_size=64, n_epochs=10, learning_rate=1e-3, gamma=0.9, ent_coef=0
    ),
    "HalfCheetah-v5": MUJOCO,
    "Ant-v5": MUJOCO,
    # rl-baselines3-zoo's for Swimmer-v3 and Hopper-v3.
    "Swimmer-v5": MUJOCO | dict(learning_rate=3e-4, gamma=0.9999),
    "Hopper-v5": MUJOCO
    | dict(
        n_steps=512,
        batch_size=32,
        n_epochs=5,
        learning_rate=9.80828e-5,
        gamma=0.999,
        gae_lambda=0.99,
        ent_coef=0.00229519,
        vf_coef=0.835671,
        max_grad_norm=0.7,
        policy_kwargs=dict(
            net_arch=dict(pi=[256, 256], vf=[256, 256]),
            activation_fn=torch.nn.ReLU,
            log_std_init=-2,
            ortho_init=False,
        ),
    ),
}


class Curve(BaseCallback):
    """Collects (steps, mean return of the last 100 episodes) after each rollout."""

    def __init__(self):
        super().__init__()
        self.rows = []

    def _on_step(self):
        return True

    def _on_rollout_end(self):
        returns = [episode["r"] for episode in self.model.ep_info_buffer]
        if returns:
            self.rows.append((self.num_timesteps, round(sum(returns) / len(returns), 4)))


def run(env, seed, steps):
    settings = dict(SETTINGS[env])
    usual_steps = settings.pop("steps")
    envs = make_vec_env(env, n_envs=settings.pop("envs"), seed=seed)
    gamma = settings.setdefault("gamma", 0.99)
    if settings.pop("normalise", False):
        envs = VecNormalize(envs, gamma=gamma)
    usual = dict(gae_lambda=0.95, vf_coef=0.5, max_grad_norm=0.5, policy_kwargs=TANH_64)
    model = PPO("MlpPolicy", envs, stats_window_size=100, seed=seed, device="cpu", **(usual | settings))
    curve = Curve()
    model.learn(total_timesteps=steps or usual_steps, callback=curve)
    envs.close()
    return curve.rows


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("env", choices=SETTINGS)
    parser.add_argument("--seeds", type=int, nargs="+", required=True)
    parser.add_argument("--steps", type=int, help="instead of those of the settings")
    parser.add_argument("--out", type=Path, default=Path("sb3"))
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    for seed in arguments.seeds:
        path = arguments.out / arguments.env / f"seed-{seed}.csv"
        if path.exists():
            print(f"{path} is there already")
            continue
        started = time.perf_counter()
        rows = run(arguments.env, seed, arguments.steps)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.with_suffix(".part").open("w", newline="") as file:
            csv.writer(file).writerows([("step", "meanReturn"), *rows])
        path.with_suffix(".part").rename(path)
        seconds = time.perf_counter() - started
        print(f"{arguments.env} seed {seed}: return {rows[-1][1]:.2f}, {seconds:.0f} s", flush=True)


if __name__ == "__main__":
    main()
