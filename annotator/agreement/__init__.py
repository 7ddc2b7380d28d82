"""Inter-coder agreement: units, matching, coefficients, intervals."""
