/**
 * A Python program for the machine that has the model: reading one runs whatever its pickles hold, which `formscale import`
 * never does. It needs the library that made the model (for .zip Stable-Baselines3, else torch), and numpy.
 */
export const toSafetensors = `"""Turns a trained policy into safetensors, which formscale import reads.

    python to_safetensors.py model.zip model.safetensors                                # Stable-Baselines3
    python to_safetensors.py model.zip model.safetensors --normalize vecnormalize.pkl   # with its VecNormalize
    python to_safetensors.py ppo.cleanrl_model ppo.safetensors                          # CleanRL: a saved state dict

CleanRL's normalisation is in its environments: put obs_rms.mean, obs_rms.var and obs_rms.count of envs.obs_rms into the
state dict before you save it. Loading a model runs code that is in it: take models of people you trust.
"""

import argparse
import json
import pickle
import struct

import numpy as np


def space_of(space):
    """As formscale writes spaces; images as [height, width, channels]."""
    kind = type(space).__name__
    if kind == "Discrete":
        return {"kind": "discrete", "n": int(space.n)}
    if kind == "MultiDiscrete":
        return {"kind": "multiDiscrete", "nvec": [int(n) for n in space.nvec]}
    if kind != "Box":
        raise SystemExit(f"the space is {kind}; Box, Discrete and MultiDiscrete can be taken over")
    low, high = space.low, space.high
    if len(space.shape) == 3 and space.shape[0] < space.shape[2]:
        low, high = (np.moveaxis(bound, 0, -1) for bound in (low, high))
    bound = lambda x: "∞" if x == np.inf else "-∞" if x == -np.inf else float(x)
    return {
        "kind": "box",
        "shape": list(low.shape),
        "low": [bound(x) for x in low.ravel()],
        "high": [bound(x) for x in high.ravel()],
    }


def moments_of(name, moments):
    return {
        f"{name}.mean": np.atleast_1d(moments.mean),
        f"{name}.var": np.atleast_1d(moments.var),
        f"{name}.count": np.atleast_1d(float(moments.count)),
    }


def normalisation_of(path):
    with open(path, "rb") as file:
        normalize = pickle.load(file)
    tensors = {}
    if normalize.norm_obs:
        tensors.update(moments_of("obs_rms", normalize.obs_rms))
    if normalize.norm_reward:
        tensors.update(moments_of("ret_rms", normalize.ret_rms))
    return tensors, {"clip": float(normalize.clip_obs), "epsilon": float(normalize.epsilon)}


def stable_baselines3(path):
    import importlib

    errors = []
    for name in ("PPO", "A2C"):
        try:
            model = getattr(importlib.import_module("stable_baselines3"), name).load(path, device="cpu")
            break
        except Exception as error:
            errors.append(f"{name}: {error}")
    else:
        raise SystemExit("; ".join(errors))
    policy = model.policy
    about = {
        "activation": policy.activation_fn.__name__,
        "observationSpace": space_of(model.observation_space),
        "actionSpace": space_of(model.action_space),
    }
    return policy.state_dict(), about


def state_dict(path):
    import torch

    return torch.load(path, map_location="cpu", weights_only=True), {}


def write(path, tensors, about):
    header, offset = {"__metadata__": {"formscale": json.dumps(about)}}, 0
    for name, data in tensors.items():
        dtype = "F64" if data.dtype == np.float64 else "F32"
        header[name] = {"dtype": dtype, "shape": list(data.shape), "data_offsets": [offset, offset + data.nbytes]}
        offset += data.nbytes
    text = json.dumps(header).encode()
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for data in tensors.values():
            file.write(data.tobytes())


def array_of(data):
    data = np.asarray(data)
    return np.ascontiguousarray(data, data.dtype if data.dtype == np.float64 else np.float32)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model")
    parser.add_argument("out")
    parser.add_argument("--normalize", metavar="FILE", help="the pickle of VecNormalize.save")
    options = parser.parse_args()
    tensors, about = stable_baselines3(options.model) if options.model.endswith(".zip") else state_dict(options.model)
    tensors = {name: array_of(data) for name, data in tensors.items()}
    if options.normalize:
        moments, numbers = normalisation_of(options.normalize)
        tensors.update({name: array_of(data) for name, data in moments.items()})
        about.update(numbers)
    write(options.out, tensors, about)
    print(f"{options.out}: {sum(data.nbytes for data in tensors.values()) / 1000:.1f} kB, {len(tensors)} tensors")


if __name__ == "__main__":
    main()
`
