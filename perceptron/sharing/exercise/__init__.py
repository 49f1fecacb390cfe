"""An exercise: a program with blanks, and checks that know what is right without its formula.

`template.py` is the program in cells, `blanks.py` and `verdict.py` are the checks, which go into
it word for word, and `write.py` makes the script and the notebook.
"""
