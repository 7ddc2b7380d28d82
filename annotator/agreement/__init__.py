"""Inter-coder agreement: what is compared, with which coefficient, and how sure one can be of it.

The core (`coefficients`, `unitizing`, `matching`, `resampling`) takes plain lists and can be used
in a notebook; the layer above it (`plan`, `units`, `frames`, `overview`, `report`) turns the
codings of a project into the rows of the Agreement page. No SQL, no Qt, no files here.

Nothing is imported on purpose: numpy comes in with the first module that computes.
"""
