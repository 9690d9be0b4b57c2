from bot.cli.main import main

if __name__ == "__main__":  # processes that hear beside this one read this file too
    main()
