"""Delivery: backends that take finished messages, and what each answer means."""

from dispatch.delivery.protocol import Backend, BackendInfo, Connection, Factory, Surroundings
from dispatch.delivery.registry import available, create

__all__ = ["Backend", "BackendInfo", "Connection", "Factory", "Surroundings", "available", "create"]
