"""Django's own commands, for developers: `python -m yipanqi.config.manage migrate`."""

import os
import sys


def main() -> None:
    """Run Django's command line with the settings of the environment."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yipanqi.config.settings.production")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
