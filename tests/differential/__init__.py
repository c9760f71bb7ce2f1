"""The third witness: every allocation of small cases, enumerated by code that shares nothing with ours."""
