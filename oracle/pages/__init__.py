"""Pages for people: the second checker in a browser, and reports that embed it.

Reading order: ``bundle`` (modules of JavaScript become one script), ``checker`` (the page that checks certificates
without us, without a network, in a worker), ``drawing`` (small figures), ``referee`` (a page about a result, with the
checker in it), ``latex`` (the same as a table for a paper). ``static`` holds what pages are made of.
"""
