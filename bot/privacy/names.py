"""Names of people in a text: with a title, with initials, after a word for somebody, or a first name before a verb."""

import re

_WORD = r"[A-Z][a-z'-]+"
_TITLED = re.compile(
    rf"\b(?:(?i:mrs|mr|mx)\b\.?|(?:Miss|Ms|Sir|Lady|Lord|Dame|Rev(?:erend)?|Canon|Father|Sister)\b\.?)"
    rf"\s+(?:[A-Z]\.?\s*){{0,2}}(?:{_WORD}|[A-Z]\b|(?<=[Mm]r\s)[a-z]{{3,}}|(?<=[Mm]rs\s)[a-z]{{3,}})"
)
_INITIALS = re.compile(rf"\b(?:[A-Z]\.\s?){{1,2}}{_WORD}")
_CALLED = re.compile(
    rf"\b(?i:staff member|member of staff|carer|resident|patient|client|service user|lady|gentleman|care plan for|"
    rf"notes for|dnacpr for|son|daughter|wife|husband|sister|brother)"
    rf"(?:\s+(?i:called|named))?,?\s+((?:[A-Z]\.?\s*){{0,2}}{_WORD})(?:\s+{_WORD})?"
)
# Words that begin with a capital letter and are nobody's name.
_NO_NAMES = re.compile(
    r"A|All|An|And|Any|Are|As|At|Both|But|Call|Can|Care|Contact|Could|Do|Does|Each|Experience|For|From|Had|Has|Have|"
    r"Help|How|I|If|In|Is|It|Just|Manager|May|Need|Needs|No|Not|Of|On|One|Or|Our|Please|Room|Safety|Services|"
    r"Satisfaction|Should|Survey|So|Some|Staff|Thanks?|That|The|There|They|This|To|Two|Was|We|What|When|Where|Which|"
    r"Who|Will|With|Would|You|Zoom|NHS|GP|CQC|PPE|DNACPR|RESTORE|[A-Z][a-z]+day|January|February|March|April|June|July|"
    r"August|September|October|November|December|Easter|Christmas"
)
# A professional at work: who writes, teaches, visits.
_WORK = (
    r"(?i:dr|doctor|gp|professor|prof|nurse|matron|pharmacist|physio(?:therapist)?|consultant|manager|deputy|lead|"
    r"coordinator|inspector|councillor|trainer|director|chair|social worker|officer|paramedic|owner|proprietor)"
)
_WORK_BEFORE = re.compile(rf"\b{_WORK}\W+(?:\w+\W+)?\Z")
_WORK_AFTER = re.compile(
    rf"\A\s*(?:,|\(|-|is\s+(?:the|our|your|a)\s+(?:new\s+)?|,?\s*(?:our|the|your)\s+)\s*(?:\w+\s+){{0,3}}{_WORK}\b"
    r"|\A\s*(?i:from|of|at)\s+(?:the\s+)?(?:[A-Z]|(?i:council|surgery|hospital|practice|pharmacy|trust|cqc|nhs|icb))"
)
_THANKED = re.compile(
    r"\b(?i:dear|hi|hello|thanks|thank you|regards|from|to|by|yours|cheers)\W+(?:to\W+)?\Z"
)
# Given to many who live in care homes today (ONS, baby names of 1924 to 1954) and seldom other words.
_FIRST = (
    "Margaret|Mary|Joan|Joyce|Dorothy|Kathleen|Doris|Sheila|Jean|Barbara|Patricia|Betty|Audrey|Maureen|Edna|Elsie|Ethel|"
    "Brenda|Beryl|Sylvia|Vera|Hilda|Gladys|Marjorie|Muriel|Phyllis|Winifred|Irene|Eileen|Norma|Rita|Shirley|Pamela|"
    "Josephine|Evelyn|Florence|Edith|Agnes|Nellie|Freda|Mavis|Thelma|Stella|Enid|Rose|Ivy|Elizabeth|Anne?|Susan|Linda|"
    "Christine|Carol|Janet|Jacqueline|Valerie|Gillian|Marion|Olive|John|George|William|Ronald|Kenneth|Arthur|James|"
    "Albert|Harold|Leonard|Stanley|Ernest|Frederick|Alfred|Walter|Reginald|Eric|Raymond|Dennis|Douglas|Norman|Gordon|"
    "Peter|Alan|Derek|Brian|Roy|Donald|Gerald|Bernard|Geoffrey|Cyril|Sidney|Herbert|Wilfred|Michael|David|Anthony|Terence"
)
_FIRST_ALONE = re.compile(
    rf"\b(?:{_FIRST})(?:\s+{_WORD})?(?:'s\b|\s+(?:has|had|is|was|fell|needs|keeps|won't|isn't|wasn't|refus\w+|seems|"
    r"looks|went|came|died|passed|cannot|can't|complain\w+|vomit\w+)\b)"
)
_REACH = 40


def has_name(text: str) -> bool:
    """Say whether a person is named who is not at work: a resident, a relative, one of the staff who is ill."""
    for pattern in (_TITLED, _INITIALS, _FIRST_ALONE):
        for found in pattern.finditer(text):
            if not (_is_at_work(found) or _is_thanked(found)):
                return True
    return any(_is_somebody(found) for found in _CALLED.finditer(text))


def _is_somebody(found: re.Match[str]) -> bool:
    return not _NO_NAMES.fullmatch(found[1].split()[-1])


def _is_at_work(found: re.Match[str]) -> bool:
    before = found.string[max(0, found.start() - _REACH) : found.start()]
    after = found.string[found.end() : found.end() + _REACH]
    return bool(_WORK_BEFORE.search(before) or _WORK_AFTER.search(after))


def _is_thanked(found: re.Match[str]) -> bool:
    return bool(_THANKED.search(found.string[max(0, found.start() - _REACH) : found.start()]))
