"""Problems of the user's own: read strictly, solved by the search, answered by certificates the kernel proved.

Reading order: ``reader`` (strict tables), ``words`` and ``tables`` (operators, behaviours), ``problem`` (what a file
asks), ``answer`` (what counts as an answer), ``linear`` and ``quantum`` (the searches), ``solve`` (which search answers
what).
"""
