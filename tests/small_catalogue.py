"""The smallest catalogue: a dataset with one signal and one background."""

MINIMAL = """
[[columns.pair]]
source = "totalWeight"
name = "weight"
unit = "1"
role = "weight"
low = -10.0
high = 10
integer = false
definition = "Expected events."
[[columns.pair]]
source = "ETmiss"
name = "met"
unit = "GeV"
role = "feature"
low = 80.0
high = 6500.0
integer = false
definition = "Missing momentum."

[processes.DM]
title = "Dark matter"
kind = "signal"
description = "Something new."
[processes.ZZ]
title = "ZZ"
kind = "background"
description = "Nothing new."

[[datasets]]
id = "pair"
title = "A pair"
origin = "atlas-simulation"
description = "Two processes."
licence = "CC0-1.0"
use = "Education."
level = "table"
sqrt_s_tev = 13.0
luminosity_ifb = 10.0
luminosity_note = "Stated."
checksum_note = "Official."
default_signal = "DM"
columns = "pair"
url_bases = ["https://one.example/", "https://two.example/"]
known_answers = [
  { quantity = "sum_of_weights", process = "DM", value = 1.0, tolerance = 0.1, selection = { met = [100.0, inf] } },
]
[[datasets.samples]]
process = "DM"
file = { name = "DM+.csv", portal_name = "x_DM+.csv", bytes = 5, sha256 = "SHA", adler32 = "0000000a", rows = 1 }
[[datasets.samples]]
process = "ZZ"
file = { name = "ZZ.csv", portal_name = "x_ZZ.csv", bytes = 5, sha256 = "SHA", adler32 = "0000000b", rows = 1 }
""".replace("SHA", "5f" * 32)  # noqa: E501 - an inline table of TOML stays on one line
