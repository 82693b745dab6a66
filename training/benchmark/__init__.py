"""Benchmarks: published experiments, baselines, the product, and scale; each fills a page of docs/."""
