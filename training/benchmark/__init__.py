"""What things cost and what they bring: published experiments, baselines and product, measured."""
