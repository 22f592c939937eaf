"""Chapters run under nbval as they run in the book: in the same environment."""

from kernel_environment import set_kernel_environment

set_kernel_environment()
