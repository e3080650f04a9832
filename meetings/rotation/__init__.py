"""The rotation: who prepares the next meeting, and who sits at which table. Pure functions on plain data, with HiGHS as solver."""
