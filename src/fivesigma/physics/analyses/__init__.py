"""The analyses that turn collisions into a table: one file each, `ANALYSES` names them.

In reading order: `record` (what an analysis is), `objects` (which leptons, photons and jets count,
release by release), then `dimuon`, `diphoton`, `four_lepton` with `decay_angles`, `dilepton_met`
and `three_hadrons`; `menu` has them all.
"""
