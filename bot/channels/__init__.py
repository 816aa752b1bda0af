"""The platforms: a folder each that alone knows its library, and the drawing of messages that they share."""
