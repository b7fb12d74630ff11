"""PPO on MinAtar in plain PyTorch, timed: the network and settings of MinAtar's Breakout in studies/environments.yaml.

    bench/peers/.venv/bin/python bench/peers/torch_minatar.py --game breakout --steps 2000000 --seed 1

The games are those of the package `minatar` with their minimal action sets (formscale's v1), stepped in this
process. Prints a JSON line now and then as it learns, and one at the end: "steps", the "seconds" of training alone,
and the mean return of the last 100 episodes. The learning rate falls to 0 over --steps; --stop-after ends sooner.
"""

import argparse
import json

import numpy as np
import torch
from minatar import Environment
from torch import nn

from processes import Clock, peak_mib, use_threads

ENVS, STEPS, EPOCHS, MINIBATCHES = 64, 64, 4, 4
GAMMA, LAMBDA, CLIP = 0.99, 0.95, 0.2
ENTROPY, VALUE, MAX_NORM, RATE = 0.01, 0.5, 0.5, 1e-3


def layer(module, gain=2**0.5):
    nn.init.orthogonal_(module.weight, gain)
    nn.init.zeros_(module.bias)
    return module


class ActorCritic(nn.Module):
    """Policy and value on one trunk."""

    def __init__(self, channels, actions):
        super().__init__()
        self.trunk = nn.Sequential(
            layer(nn.Conv2d(channels, 16, 3)), nn.ReLU(), nn.Flatten(), layer(nn.Linear(1024, 128)), nn.ReLU()
        )
        self.actor = layer(nn.Linear(128, actions), 0.01)
        self.critic = layer(nn.Linear(128, 1), 1)

    def forward(self, pictures):
        features = self.trunk(pictures)
        return self.actor(features), self.critic(features).squeeze(-1)


def seeded(name, seed):
    game = Environment(name)
    game.seed(seed)
    return game


class Games:
    """ENVS games side by side; one that ends begins anew."""

    def __init__(self, name, seed):
        self.games = [seeded(name, seed * ENVS + i) for i in range(ENVS)]
        self.actions = self.games[0].minimal_action_set()
        self.returns = np.zeros(ENVS)
        self.finished = []
        for game in self.games:
            game.reset()

    def pictures(self):
        stacked = np.stack([game.state() for game in self.games])
        return torch.from_numpy(stacked.astype(np.float32).transpose(0, 3, 1, 2))

    def step(self, choices):
        rewards, ends = np.zeros(ENVS, np.float32), np.zeros(ENVS, np.float32)
        for i, (game, choice) in enumerate(zip(self.games, choices)):
            rewards[i], ends[i] = game.act(self.actions[choice])
            self.returns[i] += rewards[i]
            if ends[i]:
                game.reset()
                self.finished.append(self.returns[i])
                self.returns[i] = 0
        return torch.from_numpy(rewards), torch.from_numpy(ends)


def collect(games, model, batch):
    with torch.no_grad():
        for t in range(STEPS):
            batch["pictures"][t] = games.pictures()
            logits, batch["values"][t] = model(batch["pictures"][t])
            policy = torch.distributions.Categorical(logits=logits)
            batch["actions"][t] = policy.sample()
            batch["log_probs"][t] = policy.log_prob(batch["actions"][t])
            batch["rewards"][t], batch["ends"][t] = games.step(batch["actions"][t].tolist())
        following = model(games.pictures())[1]
        advantage = torch.zeros(ENVS)
        for t in reversed(range(STEPS)):
            going_on = 1 - batch["ends"][t]
            delta = batch["rewards"][t] + GAMMA * following * going_on - batch["values"][t]
            advantage = delta + GAMMA * LAMBDA * going_on * advantage
            batch["advantages"][t] = advantage
            following = batch["values"][t]


def learn(model, optimiser, batch):
    rows = {name: data.flatten(0, 1) for name, data in batch.items()}
    returns = rows["advantages"] + rows["values"]
    for _ in range(EPOCHS):
        for index in torch.randperm(ENVS * STEPS).chunk(MINIBATCHES):
            logits, values = model(rows["pictures"][index])
            policy = torch.distributions.Categorical(logits=logits)
            ratio = (policy.log_prob(rows["actions"][index]) - rows["log_probs"][index]).exp()
            advantages = rows["advantages"][index]
            advantages = (advantages - advantages.mean()) / (advantages.std() + 1e-8)
            clipped = ratio.clamp(1 - CLIP, 1 + CLIP)
            surrogate = torch.min(ratio * advantages, clipped * advantages).mean()
            old, target = rows["values"][index], returns[index]
            near = old + (values - old).clamp(-CLIP, CLIP)
            value_loss = 0.5 * torch.max((values - target) ** 2, (near - target) ** 2).mean()
            loss = VALUE * value_loss - surrogate - ENTROPY * policy.entropy().mean()
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), MAX_NORM)
            optimiser.step()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--game", default="breakout")
    parser.add_argument("--steps", type=int, default=2_000_000)
    parser.add_argument("--stop-after", type=int, help="steps after which to stop")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--every", type=int, default=100_000, help="steps between lines on how it learns")
    arguments = parser.parse_args()
    use_threads(arguments.threads)
    torch.manual_seed(arguments.seed)

    games = Games(arguments.game, arguments.seed)
    channels = games.games[0].state_shape()[2]
    model = ActorCritic(channels, len(games.actions))
    optimiser = torch.optim.Adam(model.parameters(), lr=RATE, eps=1e-5)
    shape = (STEPS, ENVS)
    batch = {name: torch.zeros(shape) for name in ("values", "log_probs", "rewards", "ends", "advantages")}
    batch |= {"pictures": torch.zeros(*shape, channels, 10, 10), "actions": torch.zeros(shape, dtype=torch.int64)}

    rollout = ENVS * STEPS
    updates = -(-arguments.steps // rollout)
    wanted = min(updates, -(-(arguments.stop_after or arguments.steps) // rollout))
    clock = Clock()

    def standing(steps):
        recent = games.finished[-100:]
        return {
            "steps": steps,
            **clock.seconds(),
            "meanReturn": float(np.mean(recent)) if recent else None,
            "episodes": len(games.finished),
        }

    for update in range(wanted):
        optimiser.param_groups[0]["lr"] = RATE * (1 - update / updates)
        collect(games, model, batch)
        learn(model, optimiser, batch)
        steps = (update + 1) * rollout
        if steps // arguments.every > (steps - rollout) // arguments.every and update + 1 < wanted:
            print(json.dumps(standing(steps)), flush=True)
    versions = {"torch": torch.__version__, "numpy": np.__version__}
    print(json.dumps({**standing(wanted * rollout), "peakMiB": peak_mib(), "versions": versions}))


if __name__ == "__main__":
    main()
