"""Experimental data: tables of counts, estimators, tests of what the data must not contradict, certified bits."""
