"""Songs to measure with: read with their annotation, rendered on unseen instruments, scored."""
