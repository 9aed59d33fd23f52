"""Compares blocking and asynchronous designs drawn as sequence diagrams."""
