"""From files of events, one round a row, to a table of counts, in bounded memory whatever the number of rounds.

Reading order: ``layout`` (where inputs and outcomes stand in a file: a mapping file, the project's own columns, or
the metadata of a Parquet file), ``expressions`` (the same as SQL), ``batches`` (files that are read in pieces by numpy,
h5py and scipy), ``tables`` (CSV that is counted already), ``tally`` (all files to one table). Files are read by
well-kept libraries of the extra ``events``; nothing here parses a format but CSV headers.
"""
