"""Benchmarks under the production topology; `make bench` runs them."""
