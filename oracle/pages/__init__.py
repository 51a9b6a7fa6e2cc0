"""Pages for people: the second checker in a browser, and reports that embed it.

Reading order: ``bundle`` (modules of JavaScript become one script), ``checker`` (the page that checks certificates
without us, without a network, in a worker). ``static`` holds what pages are made of.
"""
