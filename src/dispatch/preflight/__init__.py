"""Preflight: what an experienced press officer would catch before sending, as findings with stable codes."""

from dispatch.preflight.catalogue import CheckSettings, catalogue, explain, run
from dispatch.preflight.links import visited
from dispatch.preflight.rule import Case, MailFacts, Rule

__all__ = ["Case", "CheckSettings", "MailFacts", "Rule", "catalogue", "explain", "run", "visited"]
