"""Owns what a person enters in Block Kit elements, in the shape that Slack gives it to the app."""

from collections.abc import Iterator

from sandbox.slack.blocks import elements_of
from sandbox.slack.elements import MOST_FILES
from sandbox.slack.refusal import Impossible
from sandbox.slack.workspace import Json

Entered = dict[str, dict[str, Json]]

REQUIRED = "Please complete this required field."

# The field of the state that holds the value, and the element's field that it starts from.
_PLAIN = {
    "plain_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "users_select": ("selected_user", "initial_user"),
    "channels_select": ("selected_channel", "initial_channel"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "multi_static_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
    "file_input": ("files", "initial_files"),
}
_OPTION_FIELDS = {"selected_option", "selected_options"}
_MANY = "s"


def initial_values(blocks: list[Json], before: Entered) -> Entered:
    """Return the state of these blocks: what was entered ``before`` where the field stays."""
    state: Entered = {}
    for block, element in _fields(blocks):
        field, start = _PLAIN[element["type"]]
        known = before.get(block["block_id"], {}).get(element["action_id"])
        if known is None or known["type"] != element["type"]:
            empty: object = [] if field.endswith(_MANY) else None
            known = {"type": element["type"], field: element.get(start, empty)}
        state.setdefault(block["block_id"], {})[element["action_id"]] = known
    return state


def entered(element: Json, value: object) -> Json:
    """Return the state of the element once a person has put ``value`` (an option's value) in.

    Raises:
        Impossible: The element has no such option.
    """
    field, _ = _PLAIN[element["type"]]
    if field in _OPTION_FIELDS:
        value = _chosen(element, field, value)
    elif value == "":
        value = None
    return {"type": element["type"], field: value}


def put_in(blocks: list[Json], state: Entered, values: Json) -> None:
    """Put the values into the state: by block and action, or flat by action.

    Raises:
        Impossible: There is no such field or option.
    """
    given: dict[tuple[str | None, str], object] = {}
    for name, value in values.items():
        if isinstance(value, dict):
            given.update({(name, action): one for action, one in value.items()})
        else:
            given[None, name] = value
    for block, element in _fields(blocks):
        for key in ((block["block_id"], element["action_id"]), (None, element["action_id"])):
            if key in given:
                state[block["block_id"]][element["action_id"]] = entered(element, given.pop(key))
    if given:
        raise Impossible(f"There is no field {next(iter(given))[1]} in this view.")


def incomplete(blocks: list[Json], state: Entered) -> dict[str, str]:
    """Return what Slack's own client says before it submits, by block, empty when all is well."""
    faults: dict[str, str] = {}
    for block, element in _fields(blocks):
        if block["type"] != "input":
            continue
        field, _ = _PLAIN[element["type"]]
        value = state[block["block_id"]][element["action_id"]].get(field)
        if not value and value != 0:
            if not block.get("optional"):
                faults[block["block_id"]] = REQUIRED
        elif fault := _length_fault(element, value) or _files_fault(element, value):
            faults[block["block_id"]] = fault
    return faults


def option_of(element: Json, value: object) -> Json:
    """Return the element's option with this value.

    Raises:
        Impossible: There is none.
    """
    groups = element.get("option_groups") or [element]
    for group in groups:
        for option in group.get("options", ()):
            if option["value"] == value or option["text"]["text"] == value:
                return dict(option)
    raise Impossible(f"There is no option {value!r} here.")


def is_field(element: Json) -> bool:
    """Say whether the element holds a value (a button and a menu of actions do not)."""
    return element.get("type") in _PLAIN


def _fields(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    for block in blocks:
        for element in elements_of(block):
            if is_field(element):
                yield block, element


def _chosen(element: Json, field: str, value: object) -> object:
    if field == "selected_options":
        many = value if isinstance(value, list) else [value]
        return [option_of(element, one) for one in many if one not in (None, "")]
    return option_of(element, value) if value not in (None, "") else None


def _files_fault(element: Json, value: object) -> str:
    kinds = element.get("filetypes") or []
    if element["type"] != "file_input" or not isinstance(value, list):
        return ""
    if len(value) > element.get("max_files", MOST_FILES):
        return f"Please choose at most {element['max_files']} files."
    endings = {str(each["name"]).rpartition(".")[2].lower() for each in value}
    return "This kind of file cannot be chosen here." if kinds and endings - set(kinds) else ""


def _length_fault(element: Json, value: object) -> str:
    if not isinstance(value, str):
        return ""
    if len(value) < element.get("min_length", 0):
        return f"Please enter at least {element['min_length']} characters."
    if len(value) > element.get("max_length", len(value)):
        return f"Please enter at most {element['max_length']} characters."
    return ""
