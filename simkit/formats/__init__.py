"""Text to model: YAML, Mermaid, Python."""
