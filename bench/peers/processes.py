"""What the timed programs share: threads, and the memory that a process has taken."""

import os


def use_threads(count):
    """Lets PyTorch compute in so many threads."""
    os.environ["OMP_NUM_THREADS"] = os.environ["MKL_NUM_THREADS"] = str(count)
    import torch

    torch.set_num_threads(count)
    torch.set_num_interop_threads(1)


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
