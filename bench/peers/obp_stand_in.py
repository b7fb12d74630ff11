"""What obp 0.4.1 imports of torch for its types, where torch is not installed; nothing here computes with it."""
import importlib.util
import sys
import types

class StandIn(types.ModuleType):
    """Has whatever it is asked for: classes where the name is one's, else modules."""

    def __getattr__(self, name: str):
        found = type(name, (), {}) if name[0].isupper() else StandIn(name)
        setattr(self, name, found)
        return found


if importlib.util.find_spec("torch") is None:
    for module in ("torch", "torch.nn", "torch.optim"):
        sys.modules[module] = StandIn(module)
