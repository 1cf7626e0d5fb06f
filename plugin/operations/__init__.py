"""Use cases: functions whose parameters are their dependencies."""
