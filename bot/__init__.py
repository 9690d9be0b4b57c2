"""What people touch (the doors, the desk, the commands), and what runs it."""

import os

# Before any library is loaded, here and in the processes that hear, which inherit it. onnxruntime would keep a lasting
# device id in the home folder and look its maker's collector up at each start; pydantic would read what every installed
# package says of itself, to look for plugins.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
