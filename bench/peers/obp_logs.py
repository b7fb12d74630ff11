"""Logs of obp's synthetic bandit as files, and what obp's own learner makes of them.

    python bench/peers/obp_logs.py OUT [--sizes 1000 10000 100000] [--seeds 1 2 3 4 5]

For each seed and size OUT/SEED-SIZE.csv (context, action, probability, reward), OUT/SEED-test.csv (contexts and the expected reward of
every action), and OUT/obp.json: by obp's measure, the expected reward on the test contexts, of the log's policy, of the best there is,
and of IPWLearner (logistic regression, and random forest), whose policies take the likeliest action.
"""
import argparse
import json
import runpy
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression

runpy.run_path(str(Path(__file__).with_name("obp_stand_in.py")))

from obp.dataset import synthetic  # noqa: E402
from obp.policy import IPWLearner  # noqa: E402

ACTIONS, COLUMNS, TEST_ROWS = 10, 10, 10_000


def frame(context: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame(context, columns=[f"x{i}" for i in range(context.shape[1])])


def write_log(path: Path, log: dict) -> None:
    rows = frame(log["context"])
    rows["action"], rows["probability"], rows["reward"] = log["action"], log["pscore"], log["reward"]
    rows.to_csv(path, index=False)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000, 100_000])
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3, 4, 5])
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    found = []
    for seed in options.seeds:
        dataset = synthetic.SyntheticBanditDataset(
            n_actions=ACTIONS,
            dim_context=COLUMNS,
            reward_function=synthetic.logistic_reward_function,
            behavior_policy_function=synthetic.linear_behavior_policy,
            random_state=seed,
        )
        test = dataset.obtain_batch_bandit_feedback(n_rounds=TEST_ROWS)
        expected = test["expected_reward"]
        rows = frame(test["context"])
        for a in range(ACTIONS):
            rows[f"r{a}"] = expected[:, a]
        rows.to_csv(options.out / f"{seed}-test.csv", index=False)
        logged = synthetic.linear_behavior_policy(test["context"], dataset.action_context, seed)
        common = dict(seed=seed, log=float((logged * expected).sum(1).mean()), best=float(expected.max(1).mean()))
        for size in options.sizes:
            log = dataset.obtain_batch_bandit_feedback(n_rounds=size)
            write_log(options.out / f"{seed}-{size}.csv", log)
            values = {}
            for name, base in (
                ("IPWLearner, logistic", LogisticRegression(max_iter=500)),
                ("IPWLearner, forest", RandomForestClassifier(n_estimators=50, max_depth=8, random_state=seed)),
            ):
                learner = IPWLearner(n_actions=ACTIONS, base_classifier=base)
                learner.fit(context=log["context"], action=log["action"], reward=log["reward"], pscore=log["pscore"])
                dist = learner.predict(test["context"])
                values[name] = float(dataset.calc_ground_truth_policy_value(expected, dist))
            found.append(dict(**common, size=size, values=values))
            print(found[-1], flush=True)
    (options.out / "obp.json").write_text(json.dumps(found))


main()
