"""From other people's result files to contest files."""
