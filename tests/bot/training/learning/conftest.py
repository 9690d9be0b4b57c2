"""What learns is compiled quickly here rather than well: compiling well took far longer than what is then run."""

import os

os.environ.setdefault("XLA_FLAGS", "--xla_backend_optimization_level=0 --xla_llvm_disable_expensive_passes=true")
