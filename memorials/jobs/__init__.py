"""Work that is done later: the row is the truth, the message a wake-up (docs/jobs.md).

`model` has the states and the only ways from one to another, `handover` tells a worker of a row, `run` is
one try from the claimed row to its end, `lease` keeps the row while it lasts, `products` stores what came
of it, `sweeper` finds what was lost, and `pulse` says whether anybody is there to work.
"""
