import gc

if __name__ == "__main__":  # processes that hear beside this one read this file too
    gc.disable()  # until the settings are read: loading makes many objects and no rubbish to look for

from bot.cli.main import main

if __name__ == "__main__":
    main()
