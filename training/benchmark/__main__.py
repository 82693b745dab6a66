"""Measure: python -m training.benchmark COMMAND; each command fills its page."""

import argparse

from training.benchmark import baselines, epochs, product, scale

COMMANDS = {
    "baselines": baselines,
    "epochs": epochs,
    "product": product,
    "scale": scale,
}


def main() -> None:
    """Read the command line and run one benchmark."""
    parser = argparse.ArgumentParser(prog="python -m training.benchmark", description=__doc__)
    commands = parser.add_subparsers(required=True)
    for name, module in COMMANDS.items():
        command = commands.add_parser(name, help=module.__doc__.splitlines()[0])
        module.add_arguments(command)
        command.set_defaults(run=module.run)
    options = parser.parse_args()
    options.run(options)


if __name__ == "__main__":
    main()
