"""Questions of a user's own, over any set of behaviours: from a problem file to certificates that the kernel proved.

`problem` reads a file into a `proofs.search.question.Question`, `solve` asks the engine of its set and has the kernel
judge what it proposes, `answer` compares what was proved with what was asked.
"""
