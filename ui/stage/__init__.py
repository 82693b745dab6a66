"""Where recordings are made, chosen, sent and kept."""
