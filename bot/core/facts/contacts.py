"""What happens to contacts."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ContactTold:
    """Homes were told what stands of a contact now, or it is new and there was nothing to tell."""

    contact_id: str
    digest: str
