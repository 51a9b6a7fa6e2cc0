"""Problems of the user's own: read strictly, solved by the search, answered by certificates the kernel proved.

Reading order: ``reader`` (strict tables), ``words``, ``tables`` and ``source`` (operators, behaviours, inputs),
``problem`` (what a file asks), ``answer`` (what counts as an answer), ``dependent`` (biased inputs as one more party),
``linear`` and ``quantum`` (the searches), ``solve`` (which search answers what).
"""
