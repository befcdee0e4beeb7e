"""Everything that can go wrong at a camera, in every phase of its life, in every dialect."""
