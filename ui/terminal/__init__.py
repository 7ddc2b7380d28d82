"""The command line, one file per group of commands. Each command returns an exit code."""
