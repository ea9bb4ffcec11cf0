"""Step 2, the bytes: asked for politely (host_slots), moved (transfer, xrootd), checked."""
