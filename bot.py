import gc

gc.disable()  # loading makes many objects and no rubbish: to look for it meanwhile is a tenth of a short command

from bot.cli.main import main  # noqa: E402

gc.freeze()
gc.enable()

if __name__ == "__main__":  # processes that hear beside this one read this file too
    main()
