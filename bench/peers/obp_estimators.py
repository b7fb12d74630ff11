"""Figures of the Open Bandit Pipeline (obp 0.4.1, Apache-2.0), for formscale's estimators to be held against.

    python bench/peers/obp_estimators.py OUT.json [--rows N]

obp's wheel ships 10,000 rows of the Open Bandit Dataset (CC BY 4.0) for each of two policies and three campaigns. For each, and for
synthetic logistic bandits, this writes what an estimator needs of every row (reward, weight, q of what was chosen, mean of q under
the policy) and what obp's estimators make of them. --rows N keeps the rows with a reward and N others, spread evenly.

In a Python with numpy, pandas, scikit-learn, matplotlib, seaborn, tqdm and mypy_extensions, and `pip install --no-deps obp==0.4.1`.
"""
import argparse
import json
import runpy
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression


runpy.run_path(str(Path(__file__).with_name("obp_stand_in.py")))

import obp  # noqa: E402
from obp.dataset import synthetic  # noqa: E402
from obp.ope import estimators as ope  # noqa: E402
from obp.ope.regression_model import RegressionModel  # noqa: E402

TAUS = (2.0, 10.0, 100.0)


def open_bandit(policy: str, campaign: str) -> dict:
    """What obp's OpenBanditDataset makes of these files, which pandas of today would not take."""
    folder = Path(obp.__file__).parent / "dataset" / "obd" / policy / campaign
    data = pd.read_csv(folder / f"{campaign}.csv", index_col=0).sort_values("timestamp")
    users = data.columns.str.contains("user_feature")
    return dict(
        context=pd.get_dummies(data.loc[:, users], drop_first=True).to_numpy(float),
        action=data["item_id"].to_numpy(),
        reward=data["click"].to_numpy(),
        pscore=data["propensity_score"].to_numpy(),
        n_actions=int(data["item_id"].max() + 1),
    )


def logistic_bandit(seed: int) -> dict:
    """obp's synthetic bandit: logistic rewards, a linear softmax policy that logs."""
    dataset = synthetic.SyntheticBanditDataset(
        n_actions=10,
        dim_context=5,
        reward_function=synthetic.logistic_reward_function,
        behavior_policy_function=synthetic.linear_behavior_policy,
        random_state=seed,
    )
    return dataset.obtain_batch_bandit_feedback(n_rounds=10_000)


def judged(log: dict) -> dict:
    """A policy that is not the log's: softmax of a logistic regression of what was chosen where it paid, at a temperature."""
    context, action, reward = log["context"], log["action"], log["reward"]
    n_actions = log["n_actions"]
    random = np.random.default_rng(7)
    logits = 0.7 * context @ random.normal(size=(context.shape[1], n_actions)) / np.sqrt(context.shape[1])
    policy = np.exp(logits - logits.max(axis=1, keepdims=True))
    policy /= policy.sum(axis=1, keepdims=True)
    action_dist = policy[:, :, None]
    model = RegressionModel(n_actions=n_actions, base_model=LogisticRegression(max_iter=200, C=1.0))
    q = model.fit_predict(context=context, action=action, reward=reward, pscore=log["pscore"], n_folds=2, random_state=1)
    return dict(action_dist=action_dist, q=q)


def figures(log: dict, found: dict, rows: np.ndarray) -> dict:
    action, reward, pscore = (log[key][rows] for key in ("action", "reward", "pscore"))
    dist, q = found["action_dist"][rows], found["q"][rows]
    plain = dict(reward=reward, action=action, pscore=pscore, action_dist=dist)
    modelled = dict(**plain, estimated_rewards_by_reg_model=q)
    at = np.arange(len(rows))
    # obp 0.4.1 has no clipped IPS; later versions take the smaller of weight and bound, as this does.
    weight = dist[at, action, 0] / pscore
    return dict(
        rows=dict(
            reward=reward.tolist(),
            weight=weight.tolist(),
            predicted=q[at, action, 0].tolist(),
            expected=(dist[:, :, 0] * q[:, :, 0]).sum(axis=1).tolist(),
        ),
        figures={
            "ips": ope.InverseProbabilityWeighting().estimate_policy_value(**plain),
            "snips": ope.SelfNormalizedInverseProbabilityWeighting().estimate_policy_value(**plain),
            "dm": ope.DirectMethod().estimate_policy_value(action_dist=dist, estimated_rewards_by_reg_model=q),
            "dr": ope.DoublyRobust().estimate_policy_value(**modelled),
            "switch-dr": {
                str(tau): ope.SwitchDoublyRobust(tau=tau).estimate_policy_value(**modelled) for tau in TAUS
            },
            "clipped-ips": {str(tau): float(np.mean(np.minimum(weight, tau) * reward)) for tau in TAUS},
        },
    )


def kept(reward: np.ndarray, count: int) -> np.ndarray:
    if count >= len(reward):
        return np.arange(len(reward))
    spread = np.linspace(0, len(reward) - 1, count).astype(int)
    paid = np.flatnonzero(reward)[:count]
    return np.unique(np.concatenate([spread, paid]))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("out")
    parser.add_argument("--rows", type=int, default=10**9)
    options = parser.parse_args()
    logs = {
        f"{policy}/{campaign}": open_bandit(policy, campaign)
        for policy in ("random", "bts")
        for campaign in ("all", "men", "women")
    }
    logs |= {f"synthetic/{seed}": logistic_bandit(seed) for seed in (1, 2)}
    made = {}
    for name, log in logs.items():
        made[name] = figures(log, judged(log), kept(log["reward"], options.rows))
        print(name, len(made[name]["rows"]["reward"]), made[name]["figures"]["ips"])
    note = "made by bench/peers/obp_estimators.py: obp 0.4.1 (Apache-2.0) on rows of the Open Bandit Dataset (CC BY 4.0, ZOZO, Inc.) and its synthetic bandits"
    Path(options.out).write_text(json.dumps(dict(note=note, taus=TAUS, sets=made)))


main()
