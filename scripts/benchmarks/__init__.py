"""The benchmarks behind `scripts/bench`: a file a row, each beside a bare reference. No application code."""
