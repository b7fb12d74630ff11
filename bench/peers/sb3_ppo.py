"""Stable-Baselines3's PPO on CartPole-v1, HalfCheetah-v5 or Pong from pixels with CleanRL's settings for each, timed.

    bench/peers/.venv/bin/python bench/peers/sb3_ppo.py --task cartpole --steps 20000 --seed 1

Prints one JSON line. "seconds" is the learn() call alone; interpreter start and imports are outside it.
"steps" is what SB3 really ran: it rounds up to whole rollouts.

What SB3 computes otherwise than CleanRL, at the same settings: its value loss is the plain mean squared
error (CleanRL halves it and takes the larger of the clipped and unclipped losses), and it bootstraps the
value at a time limit.
"""

import argparse
import json
import platform

from processes import Clock, peak_mib, use_threads

TASKS = {
    # CleanRL's ppo.py
    "cartpole": {
        "env": "CartPole-v1",
        "envs": 4,
        "rate": 2.5e-4,
        "normalise": False,
        "ppo": {"n_steps": 128, "batch_size": 128, "n_epochs": 4, "ent_coef": 0.01},
    },
    # CleanRL's ppo_continuous_action.py
    "halfcheetah": {
        "env": "HalfCheetah-v5",
        "envs": 1,
        "rate": 3e-4,
        "normalise": True,
        "ppo": {"n_steps": 2048, "batch_size": 64, "n_epochs": 10, "ent_coef": 0.0},
    },
    # CleanRL's ppo_atari.py; pictures and network are those of SB3's Nature CNN, which are the same
    "pong": {
        "env": "ALE/Pong-v5",
        "envs": 8,
        "rate": 2.5e-4,
        "normalise": False,
        "pictures": True,
        "ppo": {"n_steps": 128, "batch_size": 256, "n_epochs": 4, "ent_coef": 0.01, "clip_range": 0.1},
    },
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--task", choices=TASKS, default="cartpole")
    parser.add_argument("--steps", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    if arguments.steps < 1:
        parser.error("--steps must be at least 1")
    use_threads(arguments.threads)

    import gymnasium
    import numpy
    import stable_baselines3
    import torch
    from stable_baselines3 import PPO
    from stable_baselines3.common.env_util import make_vec_env
    from stable_baselines3.common.vec_env import DummyVecEnv, VecFrameStack, VecNormalize

    task = TASKS[arguments.task]
    pictures = task.get("pictures", False)
    if pictures:
        import ale_py  # registers Atari's games
    envs = make_vec_env(
        task["env"],
        n_envs=task["envs"],
        seed=arguments.seed,
        vec_env_cls=DummyVecEnv,
        env_kwargs={"frameskip": 1} if pictures else {},
        wrapper_class=gymnasium.wrappers.AtariPreprocessing if pictures else None,
        wrapper_kwargs={"grayscale_newaxis": True} if pictures else None,
    )
    if pictures:
        envs = VecFrameStack(envs, 4)
    if task["normalise"]:
        envs = VecNormalize(envs, gamma=0.99)
    model = PPO(
        "CnnPolicy" if pictures else "MlpPolicy",
        envs,
        learning_rate=lambda remaining: task["rate"] * remaining,
        gamma=0.99,
        gae_lambda=0.95,
        clip_range_vf=task["ppo"].get("clip_range", 0.2),
        normalize_advantage=True,
        vf_coef=0.5,
        max_grad_norm=0.5,
        target_kl=None,
        stats_window_size=100,
        policy_kwargs={
            **({} if pictures else {"net_arch": {"pi": [64, 64], "vf": [64, 64]}, "activation_fn": torch.nn.Tanh}),
            "ortho_init": True,
            "optimizer_class": torch.optim.Adam,
            "optimizer_kwargs": {"eps": 1e-5},
        },
        seed=arguments.seed,
        device="cpu",
        verbose=0,
        **{"clip_range": 0.2, **task["ppo"]},
    )

    clock = Clock()
    model.learn(total_timesteps=arguments.steps)
    seconds = clock.seconds()

    returns = [episode["r"] for episode in model.ep_info_buffer]
    print(
        json.dumps(
            {
                "steps": model.num_timesteps,
                **seconds,
                "meanReturn": float(numpy.mean(returns)) if returns else None,
                "peakMiB": peak_mib(),
                "versions": {
                    "python": platform.python_version(),
                    "stable-baselines3": stable_baselines3.__version__,
                    "torch": torch.__version__,
                    "gymnasium": gymnasium.__version__,
                },
            }
        )
    )


if __name__ == "__main__":
    main()
