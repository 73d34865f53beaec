"""``python -m benchmarks``: everything side by side; see :mod:`benchmarks.beside`."""

from benchmarks.beside import main

main()
