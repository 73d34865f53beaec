"""Measurements of speed, as ratios within one run: machines are noisy, and their ratios less so."""
