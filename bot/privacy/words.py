"""The vocabulary of the guard: how homes write of health, of rooms, of relatives and of what cannot wait.

Patterns are for a text in small letters, but for those that say otherwise: a pattern that minds no case takes five
times as long.
"""

import re


def _any_of(text: str) -> re.Pattern[str]:
    """Return a pattern for any of these words or phrases, whole; a line of the text holds several, parted by commas."""
    phrases = [each.strip() for line in text.strip().splitlines() for each in line.split(",")]
    joined = "|".join(each.replace(" ", r"\s+") for each in phrases if each)
    return re.compile(rf"\b(?:{joined})\b")


# What tells of somebody's health or care. A room, a name or an age beside one of these says whose.
HEALTH = _any_of("""
    fell, fallen, had a fall, falling, unwell, poorly, ill, sick, off sick, vomit(?:ed|ing|s)?, diarrhoea, d&v
    temperature, fever, feverish, pyrexia, cough(?:ing|ed)?, chest infection, infection, infected, sepsis, septic
    covid(?:[ -]?19)?, flu, influenza, norovirus, scabies, c\\.? ?diff, mrsa, shingles, pneumonia, uti, cellulitis
    positive, swab(?:bed|s)?, isolat(?:ed|ing|ion), confused, confusion, agitated, aggressive, distressed, wandering
    off (?:her|his|their) food, not eating, not drinking, refus(?:ed|es|ing), weight loss, losing weight, dehydrated
    wound(?:s|ed)?, sore(?:s)?, ulcer(?:s)?, pressure (?:sore|ulcer|damage), bruis(?:e|es|ed|ing), skin tear, rash
    bleed(?:s|ing)?, bled, pain(?:s|ful)?, hurt, injur(?:y|ed|ies), fracture(?:d)?, broken (?:hip|arm|leg|wrist)
    hip, seizure(?:s)?, fit(?:s)?, stroke, collapse(?:d)?, unconscious, breathless, chok(?:ed|ing), dying, died
    passed away, end of life, palliative, syringe driver, dnacpr, dementia, alzheimer's, parkinson's, diabetes
    diabetic, insulin, epilep(?:sy|tic), cancer, depress(?:ed|ion), suicidal, catheter, continence, incontinent
    medication(?:s)?, medicines?, meds, tablets, antibiotics?, morphine, overdose, vaccinated, unvaccinated, jab
    hospital, ambulance, a&e, admitted, discharged, gp, news2?, soft signs, deteriorat(?:ed|ing|ion), drowsy, lethargic
    mobility, wheelchair, pregnant, surgery, operation, scan, symptoms?, mental health, dols
""")

# What says that somebody may have been harmed.
SAFEGUARDING = _any_of(
    "safeguarding, unexplained bruis(?:e|es|ing), abuse(?:d)?, neglect(?:ed)?, assault(?:ed)?, hit by, slapped"
)

# What cannot wait. The second kind is a subject as well, of a training or a leaflet, and then no call for help.
AT_ONCE = _any_of("""
    stopp?ed breathing, stopped responding, not breathing, isn'?t breathing, no pulse, no heartbeat
    can(?:'?t|not) breathe?, can ?not breathe?, struggling to breathe?, turning blue, gone blue, lips (?:are )?blue
    found unresponsive, is unresponsive, is unconscious, won'?t wake(?: up)?, can(?:'?t|not) wake
    is choking, choking now, collapsed and, having a (?:heart attack|stroke|seizure|fit), bleeding heavily
    won'?t stop bleeding, bleeding won'?t stop, severe bleeding, face has dropped, face is drooping
    end (?:her|his|their|my) (?:own )?life, kill (?:herself|himself|themsel(?:f|ves)|myself)
    wants? to die, tak(?:en|ing|ing an|en an) overdose, hang(?:ed|ing)? (?:herself|himself|themsel(?:f|ves)|myself)
""")
SUBJECT_AT_ONCE = _any_of("""
    chest pains?, heart attack, cardiac arrest, stroke, choking, anaphyla(?:xis|ctic(?: shock)?), overdose, suicidal
    unresponsive, unconscious, difficulty breathing
""")
# Beside a subject: it is happening to somebody.
HAPPENING = _any_of("""
    resident, he, she, they, him, her, someone, somebody, lady, gentleman, patient, has, having, with, got, now
    what do (?:i|we) do, help, please come
""")
# Beside a subject: it is talked about.
TALKED_ABOUT = _any_of("""
    train(?:ing|ed)?, course(?:s)?, session(?:s)?, workshop(?:s)?, webinar(?:s)?, guidance, guide, leaflet(?:s)?
    poster(?:s)?, policy, policies, newsletter, awareness, study day, e-?learning, update, audit, pathway, prevention
    meeting, forum, talk, question(?:s)?, kit(?:s)?, machine, rehab(?:ilitation)?, survivors?, nurse(?:s)?, team
""")

ROOM = re.compile(r"\b(?:room|rm|bed|bay|flat)\s*(?:no\.?|number)?\s*\d{1,3}[a-z]?\b")
# In capitals: R12.
ROOM_SHORT = re.compile(r"\bR\d{1,3}\b")
# "Over 65 yrs", "aged 65 and over" and "aged 65 to 74" are many people, not one.
_NOT_THAN = r"(?<!over )(?<!under )(?<!above )(?<!below )(?<!least )"
_NO_GROUP = r"(?!\s*(?:\+|(?:and|or) (?:over|above|older|under|younger|more)\b|(?:to|-) ?\d))"
AGE = re.compile(
    r"\b(?:(?:is|was|now)\s+(?:1[01]|[1-9])?\d(?=\s*(?:\Z|[,;!?)\n]|\.(?!\d)|(?:and|from|with|but|who)\b))"
    rf"|(?:aged?|turn(?:s|ed|ing))\s+(?:1[01]|[1-9])?\d\b{_NO_GROUP}"
    rf"|{_NOT_THAN}(?:1[01]|[1-9])?\d[\s-]*(?:years?[\s-]*old|y/?o|yrs?)\b{_NO_GROUP})"
)
# The form of a postcode (Cabinet Office, Government Data Standards Catalogue).
POSTCODE = re.compile(r"\b[a-z]{1,2}\d[a-z\d]?\s*\d[abd-hjlnp-uw-z]{2}\b")
# What is said of a home, not of a person.
OWN_POSTCODE = re.compile(
    r"\b(?:our|new|the home'?s?|office)\s+(?:postcode|address)\W+(?:is\s+)?\Z"
)

RELATIVE = _any_of("""
    daughter(?:s|'s)?, son(?:s|'s)?, wife(?:'s)?, husband(?:'s)?, mother(?:'s)?, father(?:'s)?, mum(?:'s)?, dad(?:'s)?
    sister(?:'s)?, brother(?:'s)?, niece(?:'s)?, nephew(?:'s)?, grand(?:daughter|son|child)(?:'s)?, partner(?:'s)?
    next of kin, nok, relative(?:s|'s)?, (?:her|his|their) family, family member, cousin(?:'s)?
    (?:his|her|their) (?:number|mobile|phone|tel), son-in-law, daughter-in-law, resident'?s (?:number|mobile|phone)
""")
# The sender's own number, given on purpose.
MINE = re.compile(r"\b(?:me|my|us|our|mine)\b")
TELEPHONE = re.compile(r"(?<![\d+])(?:\+?44[\s(0)-]{0,5}|0)\d(?:[\s().-]{0,2}\d){8,9}(?!\d)")

SHOWN = _any_of(
    "photo(?:s|graph|graphs)?, picture(?:s)?, image(?:s)?, scan(?:s)?, x-?ray(?:s)?, video(?:s)?"
)
RECORD = _any_of("""
    care plan(?:s)?, dnacpr, mar chart(?:s)?, notes, discharge (?:letter|summary), body map(?:s)?, risk assessment
    passport, record(?:s)?, assessment(?:s)?, incident (?:form|report)
""")
ATTACHED = _any_of(
    "attached, attaching, attachment, enclosed, sending you, have sent, here is, see below"
)
