"""Everything that makes and scores the weights; the app never imports it."""
