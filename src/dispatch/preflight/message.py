"""Rules about the finished message."""

from dispatch.preflight.rule import Rule

RULES: tuple[Rule, ...] = ()
