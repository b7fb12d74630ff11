import { server } from './server.ts'
import { spaces } from './spaces.ts'

/**
 * The program for `python3 -c program ID E`: says on its standard output, as JSON, what the E environments are and how
 * an answer lies in memory, or an error. Then it answers requests until their pipe closes. It needs gymnasium, numpy
 * and the standard library.
 */
export const program = `
import sys

# Nothing that lies in the current folder stands for a module of Python's, or for gymnasium.
sys.path[:] = [folder for folder in sys.path if folder]
import contextlib, difflib, faulthandler, fcntl, importlib, json, math, os, random, select, signal, struct
import threading, time, traceback, urllib.parse

GRACE = 5  # seconds that environments have to close
ON_PYPI = ("gymnasium", "numpy", "ale_py")
${spaces}
${server}

def main(id, count):
    greeting = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what environments print is for people
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # at Ctrl-C the parent finishes its update, for which it needs us
    own(REQUESTS, ANSWERS)
    faulthandler.enable(ANSWERS, all_threads=False)
    os.set_blocking(REQUESTS, False)
    threading.Thread(target=end_with_parent, daemon=True).start()
    with greeting:
        try:
            load()
            server = Server(id, count)
            json.dump(server.facts, greeting)
        except BaseException as error:
            return json.dump({"error": refusal(f"gymnasium:{id}", error)}, greeting)
    for descriptor, length in ((REQUESTS, len(server.request)), (ANSWERS, len(server.answer))):
        enlarge(descriptor, length)
    with contextlib.suppress(BrokenPipeError):
        server.serve()


def load():
    global gymnasium, np
    import gymnasium
    import numpy as np


def own(*descriptors):
    """Keeps them from processes that an environment starts: a copy would hide our end from the parent."""
    for descriptor in descriptors:
        os.set_inheritable(descriptor, False)
        os.register_at_fork(after_in_child=lambda descriptor=descriptor: os.close(descriptor))


def end_with_parent():
    """Ends this process with its parent, even from within a step that never returns."""
    requests = select.poll()
    requests.register(REQUESTS, 0)  # a hang-up is reported always
    requests.poll()
    time.sleep(GRACE)
    os._exit(1)


def enlarge(descriptor, length):
    """Makes room in a pipe for a whole message, where the system allows it (Linux, 1 MiB)."""
    if length > 65536 and hasattr(fcntl, "F_SETPIPE_SZ"):
        with contextlib.suppress(OSError):
            fcntl.fcntl(descriptor, fcntl.F_SETPIPE_SZ, min(length, 1 << 20))


def refusal(name, error):
    if isinstance(error, Refusal):
        return str(error)
    if isinstance(error, ModuleNotFoundError) and error.name:
        package = error.name.split(".")[0]
        pip = f"{sys.executable} -m pip install {package}"
        fix = pip if package in ON_PYPI else "install it, or put its folder on PYTHONPATH"
        return (
            f"{name} needs Python's {package}, which {sys.executable} does not have: {fix}"
            " (FORMSCALE_PYTHON names another interpreter)"
        )
    if type(error).__module__ == "gymnasium.error":
        return one_line(f"{name}: {error}")
    return thrown(name, "make", error)


def thrown(name, call, error):
    """Python's last line, and where it was thrown, this program aside."""
    if isinstance(error, Refusal):
        return f"environment {name}: {error}"
    words = one_line("".join(traceback.format_exception_only(type(error), error)))
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename != "<string>"]
    where = f" ({frames[-1].filename}:{frames[-1].lineno}, in {frames[-1].name})" if frames else ""
    return f"environment {name}: {call}() threw: {words}{where}"


def one_line(text):
    return " ".join(text.split())


main(sys.argv[1], int(sys.argv[2]))
`
