"""The platforms: one file each that alone knows its library, and the drawing of messages for it."""
