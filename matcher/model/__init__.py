"""The model and its solvers: arrays of whole numbers in, proved allocations out."""

from matcher.model.kernels import keep_apart

keep_apart()
