"""Coverage-guided fuzzing of everything that kg reads: ``python -m tests.fuzz TARGET``, or all of it by ``make fuzz``.

=======  ==============================================================
targets  each reader as a function of bytes that raises nothing
seeds    a folder for each target: small files that it begins from
=======  ==============================================================
"""
