"""Many runs: replicate, compare, judge predictions."""
