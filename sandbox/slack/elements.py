"""Owns what Slack takes as an interactive element: buttons, menus, choices, fields.

The limits are those of the Block Kit reference, as slack_sdk.models.blocks has them too.
"""

from collections.abc import Callable

from sandbox.slack.spot import LONGEST_ID, Spot

BUTTON_TEXT = 75
BUTTON_VALUE = 2000
OPTION_TEXT = 75
OPTION_VALUE = 150
MENU_OPTIONS = 100
OVERFLOW_OPTIONS = 5
CHOICES = 10  # docs.slack.dev/reference/block-kit/block-elements: checkboxes and radio buttons
PLACEHOLDER = 150
TYPED = 3000
ALT_TEXT = 2000
MOST_FILES = 10

Check = Callable[[Spot], None]


def check_element(element: Spot, allowed: frozenset[str]) -> None:
    """Note everything that Slack would refuse in this element, here where only some may be."""
    kind = element.kind
    if not kind:
        element.missing("type")
        return
    check = ELEMENTS.get(kind)
    if check is None or kind not in allowed:
        element.fault(f"unsupported type: {kind}", "type")
        return
    check(element)
    if kind != "image":
        element.string("action_id", LONGEST_ID)
        _check_confirm(element)


def _check_confirm(element: Spot) -> None:
    confirm = element.inside("confirm")
    if confirm is None:
        return
    confirm.words("title", 100, plain=True)
    confirm.words("text", 300)
    confirm.words("confirm", 30, plain=True, required=False)
    confirm.words("deny", 30, plain=True, required=False)


def _check_style(element: Spot) -> None:
    if element.value.get("style") not in {None, "primary", "danger"}:
        element.fault("must be one of: primary, danger", "style")


def _button(element: Spot) -> None:
    element.words("text", BUTTON_TEXT, plain=True)
    element.string("value", BUTTON_VALUE)
    element.string("accessibility_label", BUTTON_TEXT)
    element.address("url")
    _check_style(element)


def _option(option: Spot, *, plain: bool) -> None:
    option.words("text", OPTION_TEXT, plain=plain)
    option.string("value", OPTION_VALUE, required=True)
    option.words("description", OPTION_TEXT, plain=plain, required=False)
    option.address("url")


def _overflow(element: Spot) -> None:
    for option in element.items("options", OVERFLOW_OPTIONS):
        _option(option, plain=True)


def _choices(element: Spot) -> None:
    for option in element.items("options", CHOICES):
        _option(option, plain=False)
    _check_initial(element)


def _menu(element: Spot) -> None:
    element.words("placeholder", PLACEHOLDER, plain=True, required=False)
    if "option_groups" in element.value:
        for group in element.items("option_groups", MENU_OPTIONS):
            group.words("label", OPTION_TEXT, plain=True)
            for option in group.items("options", MENU_OPTIONS):
                _option(option, plain=True)
        return
    for option in element.items("options", MENU_OPTIONS):
        _option(option, plain=True)
    _check_initial(element)


def _check_initial(element: Spot) -> None:
    options = element.value.get("options")
    chosen = element.value.get("initial_options", [])
    if "initial_option" in element.value:
        chosen = [element.value["initial_option"]]
    if not isinstance(options, list) or not isinstance(chosen, list):
        return
    if any(option not in options for option in chosen):
        element.fault("initial_option must be one of the options")


def _picker(element: Spot) -> None:
    element.words("placeholder", PLACEHOLDER, plain=True, required=False)


def _typed(element: Spot) -> None:
    element.words("placeholder", PLACEHOLDER, plain=True, required=False)
    element.string("initial_value", TYPED)
    shortest, longest = element.value.get("min_length", 0), element.value.get("max_length", TYPED)
    if not isinstance(shortest, int) or not 0 <= shortest <= TYPED:
        element.fault(f"must be from 0 to {TYPED}", "min_length")
    elif not isinstance(longest, int) or not 1 <= longest <= TYPED or longest < shortest:
        element.fault(f"must be from 1 to {TYPED}", "max_length")


def _number(element: Spot) -> None:
    if not isinstance(element.value.get("is_decimal_allowed"), bool):
        element.missing("is_decimal_allowed")


def _image(element: Spot) -> None:
    element.string("alt_text", ALT_TEXT, required=True)
    if "slack_file" not in element.value:
        element.address("image_url", required=True)


def _file_input(element: Spot) -> None:
    kinds, most = element.value.get("filetypes", []), element.value.get("max_files", MOST_FILES)
    if not isinstance(kinds, list) or not all(isinstance(each, str) for each in kinds):
        element.fault("must be a list of file extensions", "filetypes")
    if not isinstance(most, int) or not 1 <= most <= MOST_FILES:
        element.fault(f"must be from 1 to {MOST_FILES}", "max_files")


_NAMED: dict[str, Check] = {
    "button": _button,
    "image": _image,
    "overflow": _overflow,
    "static_select": _menu,
    "multi_static_select": _menu,
    "checkboxes": _choices,
    "radio_buttons": _choices,
    "plain_text_input": _typed,
    "number_input": _number,
    "file_input": _file_input,
}
_PICKED = (
    "users_select",
    "channels_select",
    "conversations_select",
    "external_select",
    "multi_users_select",
    "multi_channels_select",
    "multi_conversations_select",
    "multi_external_select",
    "datepicker",
    "timepicker",
    "datetimepicker",
    "email_text_input",
    "url_text_input",
    "rich_text_input",
    "workflow_button",
)
ELEMENTS: dict[str, Check] = _NAMED | dict.fromkeys(_PICKED, _picker)

_TYPED_KINDS = frozenset(kind for kind in ELEMENTS if kind.endswith("_input"))
_PRESSED_KINDS = frozenset({"button", "image", "overflow", "workflow_button"})
IN_ACTIONS = frozenset(ELEMENTS) - _TYPED_KINDS - {"image"}
IN_SECTION = IN_ACTIONS | {"image"}
IN_INPUT = frozenset(ELEMENTS) - _PRESSED_KINDS
