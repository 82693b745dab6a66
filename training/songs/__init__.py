"""Songs: composed to learn from, or read with their annotation to measure with; rendered and scored."""
