"""The only room with files and sockets: catalogue → fetch → read → table.

In: a dataset's name. Out: an `EventTable`, checked, in house units, with its provenance. In reading
order: `catalogue` (facts, from catalogue.toml by way of `checked`; the numbers they promise:
`known_answer`), `releases/` (what the experiments published, too large or too raw for a table),
`fetch` (the cache and its lock; the bytes come by way of `transport/`), `read` (CSV, or ROOT by way
of `trees/`, to columns), `own/` (a reader's own file), `table` (Parquet, and the embedded set;
`table_checks`: what a table must be; `table_facts`: what one that is not of the catalogue says of
itself), `levels` and `truth_file` (the embedded collisions in other ways), `columnar` (the file a
browser reads), `export` and `card` (for other programs), `results` (records as JSON).
"""
