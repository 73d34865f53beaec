"""Measurements of speed, as ratios within one run: machines are noisy, and their ratios less so.

``python -m benchmarks`` runs them side by side (:mod:`benchmarks.beside`); each has a command of its own.
"""
