"""What a collision is, in numbers: pure functions, arrays in and arrays out.

In reading order: `kinematics` (angles, masses, vector sums), `objects` (the record of what the
detector saw of a collision with two leptons), `features` (the ten variables, each with its unit,
label and meaning) and `selection` (which collisions the search looks at). `examples` has a
collision to try them on. Energies, momenta and masses are GeV, angles rad.
"""
