/** In Python: E environments behind a pipe. One request for all of them, one answer from all of them. */
export const server = `
REQUESTS, ANSWERS = 3, 4  # descriptors
RESET = 1  # the first number of a request to reset; any other steps
HEADER = 8  # bytes before an answer: int32 length of an error's text or 0, int32 length of the whole
MAX_POLLS = 60  # for a request, 100 µs together: a core that sleeps takes half of that to wake
ATARI = "atariPreprocessing"  # an option that has to know the environment before it is made
PACKAGES = {"ALE": "ale_py"}  # by namespace, what registers its environments when it is imported


def make(id):
    """id is Gymnasium's, and may go on with options: LunarLander-v3?continuous=true"""
    id, _, query = id.partition("?")
    package, _, name = id.rpartition(":")
    registering = package or PACKAGES.get(id.split("/")[0])
    if package:
        sys.path.insert(0, "")  # a package that the user names may lie there
    if registering:
        importlib.import_module(registering)
    try:
        options = options_of(query)
        calls = [(name, options.pop(name)) for name in list(options) if name in WRAPPERS]
        if "maxEpisodeSteps" in options:
            options["max_episode_steps"] = options.pop("maxEpisodeSteps")
        preprocessing = options.pop(ATARI, None)
        if preprocessing not in (None, True, ""):
            raise Refusal(f"gymnasium:{id}: {ATARI} is {json.dumps(preprocessing)}; write {ATARI}=true, or leave it out")
        environment = made(id, options) if preprocessing is None else preprocessed(id, options)
        for name, value in calls:
            environment = WRAPPERS[name](environment, value)
        return environment
    except gymnasium.error.UnregisteredEnv:
        prefix = f"gymnasium:{package}:" if package else "gymnasium:"
        near = [prefix + one for one in difflib.get_close_matches(name, gymnasium.registry, 3)]
        hint = "one of another package is named with it: gymnasium:package:Id-v0"
        if near:
            hint = f"did you mean {' or '.join(near)}?"
        raise Refusal(f"unknown environment gymnasium:{id}; {hint}")


def made(id, options):
    try:
        return gymnasium.make(id, **options)
    except TypeError as error:
        known = ["maxEpisodeSteps", ATARI, *WRAPPERS]
        near = [(name, difflib.get_close_matches(name, known, 1)) for name in options if f"'{name}'" in str(error)]
        if not near or not near[0][1]:
            raise
        raise Refusal(f"gymnasium:{id}: unknown option {near[0][0]}; did you mean {near[0][1][0]}?") from None


def stacked(environment, count):
    """The last observations as one: along the last axis, which pictures without channels get."""
    wrappers, space = gymnasium.wrappers, environment.observation_space
    if not isinstance(space, gymnasium.spaces.Box):
        raise Refusal(f"frameStack: the observation space {brief(space)} is no Box")
    frames = wrappers.FrameStackObservation(environment, count)

    def together(stack):
        stack = np.asarray(stack)
        return np.moveaxis(stack, 0, -1) if stack.ndim == 3 else np.concatenate(list(stack), axis=-1)

    low, high = together(frames.observation_space.low), together(frames.observation_space.high)
    return wrappers.TransformObservation(frames, together, gymnasium.spaces.Box(low, high, dtype=space.dtype))


def scaled(environment):
    """Observations mapped from their bounds to 0..1."""
    space = environment.observation_space
    if not isinstance(space, gymnasium.spaces.Box) or not space.is_bounded() or not (space.low < space.high).all():
        raise Refusal(f"scaleObservations: the observation space {brief(space)} is no Box of finite bounds that differ")
    low, span = space.low.astype(np.float64), space.high.astype(np.float64) - space.low

    def between(observation):
        return ((observation - low) / span).astype(np.float32)

    unit = gymnasium.spaces.Box(0, 1, space.shape, np.float32)
    return gymnasium.wrappers.TransformObservation(environment, between, unit)


def preprocessed(id, options):
    """Atari's screen as agents see it: up to 30 idle steps first, every fourth frame, 84 by 84 in grey."""
    environment = made(id, options)
    if not hasattr(environment.unwrapped, "ale"):
        raise Refusal(f"gymnasium:{id}: {ATARI} is for Atari's environments, ALE/Pong-v5 and the like")
    environment.close()
    return gymnasium.wrappers.AtariPreprocessing(made(id, {**options, "frameskip": 1}))


WRAPPERS = {
    "frameStack": stacked,
    "scaleObservations": lambda environment, _: scaled(environment),
    "rescaleActions": lambda environment, _: gymnasium.wrappers.RescaleAction(environment, -1.0, 1.0),
    "clipActions": lambda environment, _: gymnasium.wrappers.ClipAction(environment),
    "scaleRewards": lambda environment, factor: gymnasium.wrappers.TransformReward(environment, lambda r: factor * r),
    "clipRewards": lambda environment, bound: gymnasium.wrappers.TransformReward(
        environment, lambda r: np.clip(r, -bound, bound)
    ),
}


def options_of(query):
    """JSON where it can be read so, else text."""
    options = dict(urllib.parse.parse_qsl(query, keep_blank_values=True))
    for option, text in options.items():
        with contextlib.suppress(ValueError):
            options[option] = json.loads(text)
    return options


class Server:
    def __init__(self, id, count):
        self.name = name = f"gymnasium:{id}"
        self.environments = [make(id) for _ in range(count)]
        first = self.environments[0]
        self.rows = rows = rows_of(name, first.observation_space)
        action_space, size, self.actions_of = actions_of(name, first.action_space)
        choices = action_space["n"] if action_space["kind"] == "discrete" else 0
        parts = {
            "rewards": ("float64", (count,)),
            "observations": (rows.numbers, (count, *rows.shape)),
            "terminated": ("uint8", (count,)),
            "truncated": ("uint8", (count,)),
            "masked": ("uint8", (1,)),  # 1 once an environment has given a mask
            "masks": ("uint8", (count, choices)),
            "finalMasks": ("uint8", (count, choices)),  # of those that were truncated
            "finals": (rows.numbers, (count, *rows.shape)),  # of those that ended, one after the other
        }
        self.answer, offsets = laid_out(parts, self)
        self.masks[...] = self.finalMasks[...] = 1
        self.head = np.frombuffer(self.answer, np.int32, 2)
        self.request = bytearray(8 + max(4 * count * size, 8 * count))
        self.kind = np.frombuffer(self.request, np.int32, 1)
        self.actions = np.frombuffer(self.request, np.float32, count * size, 8).reshape(count, size)
        self.seeds = np.frombuffer(self.request, np.float64, count, 8)
        self.final_bytes, self.finals_at = self.finals[0].nbytes, offsets["finals"]
        self.facts = {
            "observationSpace": rows.space,
            "actionSpace": action_space,
            "numbers": rows.numbers,
            "offsets": offsets,
            "answerBytes": len(self.answer),
            "requestBytes": len(self.request),
        }

    def serve(self):
        while receive(memoryview(self.request)):
            try:
                ended = self.reset() if self.kind[0] == RESET else self.step()
            except BaseException as error:
                text = thrown(self.name, self.call, error).encode()
                send(memoryview(struct.pack("=ii", len(text), HEADER + len(text)) + text))
                return os.close(ANSWERS)
            self.head[1] = self.finals_at + ended * self.final_bytes
            send(memoryview(self.answer)[: self.head[1]])
        for environment in self.environments:
            environment.close()

    def reset(self):
        self.call = "reset"
        seeds = [int(seed) for seed in self.seeds]
        random.seed(seeds[0])  # for those that draw from the generators of all
        np.random.seed(seeds[0] % 2**32)
        for e, environment in enumerate(self.environments):
            self.begin(e, *fields_of("reset", environment.reset(seed=seeds[e])))
        return 0

    def step(self):
        """How many episodes ended."""
        self.call = "step"
        ended = 0
        actions = self.actions_of(self.actions)
        for e, environment in enumerate(self.environments):
            observation, reward, terminated, truncated, info = fields_of("step", environment.step(actions[e]))
            self.rewards[e] = number_of(reward)
            self.terminated[e], self.truncated[e] = bool(terminated), bool(truncated)
            if terminated or truncated:
                self.rows.write(observation, self.finals[ended])
                if not terminated:
                    self.allow(self.finalMasks, e, info)
                ended += 1
                self.call = "reset"
                observation, info = fields_of("reset", environment.reset())
                self.call = "step"
            self.begin(e, observation, info)
        return ended

    def begin(self, e, observation, info):
        """Notes what environment e shows next, and which actions it allows."""
        self.rows.write(observation, self.observations[e])
        self.allow(self.masks, e, info)

    def allow(self, masks, e, info):
        """Notes in masks which actions info allows: all of them without a mask."""
        mask = info.get("action_mask") if masks.size else None
        if mask is not None:
            masks[e] = np.not_equal(mask, 0)
            self.masked[0] = 1
            if not masks[e].any():
                raise ValueError("info['action_mask'] allows no action")
        elif self.masked[0]:
            masks[e] = 1


FIELDS = {
    "reset": ("observation", "info"),
    "step": ("observation", "reward", "terminated", "truncated", "info"),
}


def fields_of(call, answer):
    """What reset or step gave, if it is a tuple of its fields with info last."""
    names = FIELDS[call]
    if not isinstance(answer, tuple) or len(answer) != len(names):
        got = f"a tuple of {len(answer)}" if isinstance(answer, tuple) else type(answer).__name__
        raise Refusal(f"{call}(): got {got}; give the tuple ({', '.join(names)})")
    if not isinstance(answer[-1], dict):
        raise Refusal(f"{call}(): info: got {type(answer[-1]).__name__}; give a dictionary, which may be empty")
    return answer


def number_of(reward):
    shape = np.shape(reward)
    if shape != ():
        raise Refusal(f"reward: got an array of shape {shape}; give one number, such as float(reward[0])")
    try:
        return float(reward)
    except (TypeError, ValueError):
        raise Refusal(f"reward: got {one_line(repr(reward))[:80]}; give one number") from None


def laid_out(parts, target):
    """Memory for the arrays, which become attributes of target, and where in it each begins."""
    offsets, size = {}, HEADER
    for name, (numbers, shape) in parts.items():
        offsets[name] = size
        size += -(-np.dtype(numbers).itemsize * math.prod(shape) // 8) * 8
    memory = bytearray(size)
    for name, (numbers, shape) in parts.items():
        array = np.frombuffer(memory, numbers, math.prod(shape), offsets[name])
        setattr(target, name, array.reshape(shape))
    return memory, offsets


def receive(buffer):
    """Fills the buffer, looking a while before it sleeps; False once the parent has closed its end."""
    polls = 0
    while buffer:
        try:
            got = os.readv(REQUESTS, [buffer])
        except BlockingIOError:
            polls += 1
            if polls < MAX_POLLS:
                os.sched_yield()
            else:
                select.select([REQUESTS], [], [])
            continue
        if got == 0:
            return False
        buffer = buffer[got:]
    return True


def send(buffer):
    while buffer:
        buffer = buffer[os.write(ANSWERS, buffer) :]
`
