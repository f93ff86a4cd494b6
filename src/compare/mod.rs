//! Two or more runs, aligned -> where they differ, and whether the difference is more than chance.
