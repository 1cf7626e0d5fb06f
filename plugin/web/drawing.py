"""The drawing library, without the hook that it hangs into every later import."""

from __future__ import annotations

import sys

from pygal import HorizontalBar
from pygal.style import Style

# it is for plugins of the library, which we do not use, and of a kind that Python has deprecated
sys.meta_path[:] = [each for each in sys.meta_path if type(each).__module__ != "pygal"]

__all__ = ["HorizontalBar", "Style"]
