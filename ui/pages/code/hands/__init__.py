"""What the keys of the Code page do: one file per idea, each a few short methods on a `Bench`."""
