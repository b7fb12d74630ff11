"""What the timed programs share: threads, and what a process has taken of time and memory."""

import os
import time


def use_threads(count):
    """Lets PyTorch compute in so many threads."""
    os.environ["OMP_NUM_THREADS"] = os.environ["MKL_NUM_THREADS"] = str(count)
    import torch

    torch.set_num_threads(count)
    torch.set_num_interop_threads(1)


class Clock:
    """Seconds since it was made, by the wall and of all processors together."""

    def __init__(self):
        self.wall, self.processor = time.perf_counter(), time.process_time()

    def seconds(self):
        return {
            "seconds": time.perf_counter() - self.wall,
            "processorSeconds": time.process_time() - self.processor,
        }


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
