"""The control of each kind of field, one file per family; `registry` names them."""
