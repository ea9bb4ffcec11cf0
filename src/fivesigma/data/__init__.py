"""The only room with files and sockets: catalogue → fetch → read → table.

In: a dataset's name. Out: an `EventTable`, checked, in house units, with its provenance. In reading
order: `catalogue` (facts, from catalogue.toml by way of `checked`; the numbers they promise:
`known_answer`), `filesets` (releases of `files` that tables are built from; `samples`: what a
simulated one is worth), `fetch` (the cache and its lock, one file at a time by `download`, its
bytes by `transfer` or `xrootd`, few at a time from one server: `host_slots`), `read` (CSV, or ROOT
by way of `root`, to columns), `table` (Parquet, and the embedded set; `table_checks`: what a table
must be; `table_facts`: what one that is not of the catalogue says of itself), `columnar` (the file
a browser reads), `results` (records as JSON).
"""
