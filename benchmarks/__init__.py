"""Measurements of speed, as ratios within one run: machines are noisy, and their ratios less so.

``python -m benchmarks`` runs them side by side (:mod:`benchmarks.beside`); each has a command of its own. Everybody
computes on one thread: those of OpenBLAS wait for each other by keeping processors busy, which is counted as time.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # read when numpy is imported, and by the processes started here
