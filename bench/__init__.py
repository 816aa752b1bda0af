"""The benchmark: each part of Homeround beside the bare library that it stands on, in the same run."""
