/** In Python: how the values of Gymnasium's spaces are written as rows of numbers, and read from them. */
export const spaces = `
class Refusal(Exception):
    """An error whose words stand for themselves."""


class BoxRows:
    """A box's values as they are: bytes and truth values as bytes, all else as float32."""

    def __init__(self, space):
        self.shape = space.shape
        self.numbers = "uint8" if space.dtype in (np.uint8, np.bool_) else "float32"
        self.space = described(space)

    def write(self, observation, row):
        if np.shape(observation) != self.shape:
            raise ValueError(f"the observation has shape {np.shape(observation)}; observation_space says {self.shape}")
        row[...] = observation


class OneHotRows:
    """One or several integers: for each a block of zeros with a one."""

    numbers = "uint8"

    def __init__(self, counts, starts):
        self.shape = (int(np.sum(counts)),)
        self.space = {"kind": "box", "shape": self.shape, "low": 0, "high": 1}
        self.counts, self.starts = np.ravel(counts), np.ravel(starts)
        self.firsts = np.cumsum(self.counts) - self.counts

    def write(self, observation, row):
        values = np.ravel(observation) - self.starts
        if not ((values >= 0) & (values < self.counts)).all():
            raise ValueError(f"the observation {observation} is outside of observation_space")
        row[...] = 0
        row[self.firsts + values] = 1


class BinaryRows:
    numbers = "uint8"

    def __init__(self, space):
        self.shape = space.shape
        self.space = {"kind": "box", "shape": self.shape, "low": 0, "high": 1}

    def write(self, observation, row):
        row[...] = observation


def rows_of(name, space):
    kinds = gymnasium.spaces
    if isinstance(space, kinds.Box):
        return BoxRows(space)
    if isinstance(space, kinds.Discrete):
        return OneHotRows(space.n, space.start)
    if isinstance(space, kinds.MultiDiscrete):
        return OneHotRows(space.nvec, getattr(space, "start", 0 * space.nvec))
    if isinstance(space, kinds.MultiBinary):
        return BinaryRows(space)
    raise Refusal(
        f"{name}: the observation space {brief(space)} is not one of Box, Discrete, MultiDiscrete and MultiBinary; "
        "register your own id whose entry point wraps the environment in gymnasium.wrappers.FlattenObservation"
    )


def actions_of(name, space):
    """What the space is, how many numbers an action takes, and a function from float32 [E x numbers] to E actions."""
    kinds = gymnasium.spaces
    if isinstance(space, kinds.Discrete):
        return described(space), 1, lambda rows: rows[:, 0].astype(np.int64) + space.start
    if isinstance(space, kinds.MultiDiscrete):
        start = getattr(space, "start", 0 * space.nvec)
        return described(space), space.nvec.size, lambda rows: shaped(rows, space) + start
    if isinstance(space, kinds.MultiBinary) or isinstance(space, kinds.Box) and space.dtype.kind == "f":
        return described(space), int(np.prod(space.shape)), lambda rows: shaped(rows, space)
    raise Refusal(
        f"{name}: the action space {brief(space)} is not one of Discrete, MultiDiscrete, MultiBinary and Box of floats; "
        "register your own id whose entry point wraps the environment in gymnasium.wrappers.TransformAction"
    )


def shaped(rows, space):
    actions = rows.astype(space.dtype).reshape(-1, *space.shape)
    # A bound that was rounded to float32 may lie outside of the float64 one.
    return np.clip(actions, space.low, space.high) if space.dtype == np.float64 else actions


def described(space):
    """The space in formscale's words."""
    kinds = gymnasium.spaces
    if isinstance(space, kinds.Discrete):
        return {"kind": "discrete", "n": int(space.n)}
    if isinstance(space, kinds.MultiDiscrete):
        return {"kind": "multiDiscrete", "nvec": space.nvec.ravel().tolist()}
    if isinstance(space, kinds.MultiBinary):
        return {"kind": "multiBinary", "n": int(np.prod(space.shape))}
    return {"kind": "box", "shape": space.shape, "low": bounds(space.low), "high": bounds(space.high)}


def bounds(values):
    """One number where all are equal; None for infinity."""
    finite = [value if np.isfinite(value) else None for value in values.astype(float).ravel().tolist()]
    return finite[0] if finite and all(value == finite[0] for value in finite) else finite


def brief(space):
    text = one_line(str(space))
    return text if len(text) < 160 else text[:157] + "..."
`
