"""For the authors of plug-ins and for our own tests: servers that misbehave on purpose, and conformance suites."""

from dispatch.testing.conformance import BackendConformance
from dispatch.testing.listener import Listener
from dispatch.testing.recording import Mail, Manners, RecordingServer
from dispatch.testing.scripted import ScriptedServer

__all__ = ["BackendConformance", "Listener", "Mail", "Manners", "RecordingServer", "ScriptedServer"]
