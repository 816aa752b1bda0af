"""What happens to contacts."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ContactTold:
    """Homes were told what stands of a contact now, or it is new and there was nothing to tell."""

    contact_id: str
    digest: str
    label: str
    name: str
    audience: str


@dataclass(frozen=True, slots=True)
class ContactGone:
    """A contact was taken out, and its homes were told."""

    contact_id: str
