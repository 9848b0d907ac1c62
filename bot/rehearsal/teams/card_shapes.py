"""What Adaptive Cards 1.5 knows: which types, which properties, which values. Read off the official schema
(adaptivecards.io/schemas/adaptive-card.json) and kept here as data, so that a check needs no file and no network.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Slot(NamedTuple):
    """A property that holds other parts of the card. `of`: the types allowed in it, the first one being meant where a
    part names no type. `many`: a list of them.
    """

    of: tuple[str, ...]
    many: bool = True


class Shape(NamedTuple):
    """One type: the properties it may have, those it must have, and those that hold other parts."""

    allowed: frozenset[str]
    required: frozenset[str] = frozenset()
    slots: Mapping[str, Slot] = MappingProxyType({})


ELEMENTS = (
    "TextBlock",
    "RichTextBlock",
    "Container",
    "ColumnSet",
    "ActionSet",
    "FactSet",
    "Image",
    "ImageSet",
    "Media",
    "Table",
    "Input.Text",
    "Input.Number",
    "Input.Date",
    "Input.Time",
    "Input.Toggle",
    "Input.ChoiceSet",
)
ACTIONS = ("Action.Execute", "Action.Submit", "Action.OpenUrl", "Action.ShowCard", "Action.ToggleVisibility")
SELECT_ACTIONS = tuple(name for name in ACTIONS if name != "Action.ShowCard")

_SELECT = Slot(SELECT_ACTIONS, many=False)
_ITEMS = Slot(ELEMENTS)
# targetWidth is Teams' own, understood by every Teams client and ignored elsewhere.
_ELEMENT = "type id isVisible requires fallback height separator spacing targetWidth"
_INPUT = _ELEMENT + " label isRequired errorMessage"
_ACTION = "type id title iconUrl style fallback tooltip isEnabled mode requires"
_BOX = "style verticalContentAlignment bleed backgroundImage minHeight rtl selectAction"
_FONT = "color fontType isSubtle size weight"


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _shape(allowed: str, required: str = "", **slots: Slot) -> Shape:
    return Shape(_names(allowed), _names(required), MappingProxyType(slots))


SHAPES: Mapping[str, Shape] = MappingProxyType(
    {
        "AdaptiveCard": _shape(
            "$schema type version refresh authentication body actions selectAction fallbackText backgroundImage minHeight"
            " rtl speak lang verticalContentAlignment msteams",
            body=_ITEMS,
            actions=Slot(ACTIONS),
            selectAction=_SELECT,
            refresh=Slot(("Refresh",), many=False),
        ),
        "Refresh": _shape("type action userIds", "action", action=Slot(("Action.Execute",), many=False)),
        "TextBlock": _shape(f"{_ELEMENT} {_FONT} text wrap maxLines horizontalAlignment style", "text"),
        "RichTextBlock": _shape(f"{_ELEMENT} inlines horizontalAlignment", "inlines", inlines=Slot(("TextRun",))),
        "TextRun": _shape(
            f"type {_FONT} text highlight italic selectAction strikethrough underline", "text", selectAction=_SELECT
        ),
        "Container": _shape(f"{_ELEMENT} {_BOX} items", "items", items=_ITEMS, selectAction=_SELECT),
        "ColumnSet": _shape(
            f"{_ELEMENT} columns selectAction style bleed minHeight horizontalAlignment",
            columns=Slot(("Column",)),
            selectAction=_SELECT,
        ),
        "Column": _shape(
            f"type id isVisible requires fallback separator spacing targetWidth {_BOX} items width",
            items=_ITEMS,
            selectAction=_SELECT,
        ),
        "ActionSet": _shape(f"{_ELEMENT} actions", "actions", actions=Slot(ACTIONS)),
        "FactSet": _shape(f"{_ELEMENT} facts", "facts", facts=Slot(("Fact",))),
        "Fact": _shape("type title value", "title value"),
        "Image": _shape(
            f"{_ELEMENT} url altText backgroundColor horizontalAlignment selectAction size style width msteams",
            "url altText",
            selectAction=_SELECT,
        ),
        "ImageSet": _shape(f"{_ELEMENT} images imageSize", "images", images=Slot(("Image",))),
        "Media": _shape(f"{_ELEMENT} sources poster altText", "sources altText", sources=Slot(("MediaSource",))),
        "MediaSource": _shape("type mimeType url", "mimeType url"),
        "Table": _shape(
            f"{_ELEMENT} columns rows firstRowAsHeader showGridLines gridStyle horizontalCellContentAlignment"
            " verticalCellContentAlignment",
            columns=Slot(("TableColumnDefinition",)),
            rows=Slot(("TableRow",)),
        ),
        "TableColumnDefinition": _shape("type width horizontalCellContentAlignment verticalCellContentAlignment"),
        "TableRow": _shape(
            "type cells style horizontalCellContentAlignment verticalCellContentAlignment", cells=Slot(("TableCell",))
        ),
        "TableCell": _shape(f"type items {_BOX}", "items", items=_ITEMS, selectAction=_SELECT),
        "Input.Text": _shape(
            f"{_INPUT} isMultiline maxLength placeholder regex style inlineAction value", "id", inlineAction=_SELECT
        ),
        "Input.Number": _shape(f"{_INPUT} max min placeholder value", "id"),
        "Input.Date": _shape(f"{_INPUT} max min placeholder value", "id"),
        "Input.Time": _shape(f"{_INPUT} max min placeholder value", "id"),
        "Input.Toggle": _shape(f"{_INPUT} title value valueOff valueOn wrap", "id title"),
        "Input.ChoiceSet": _shape(
            f"{_INPUT} choices isMultiSelect style value placeholder wrap",
            "id choices",
            choices=Slot(("Input.Choice",)),
        ),
        "Input.Choice": _shape("type title value", "title value"),
        "Action.Execute": _shape(f"{_ACTION} verb data associatedInputs", "verb"),
        "Action.Submit": _shape(f"{_ACTION} data associatedInputs"),
        "Action.OpenUrl": _shape(f"{_ACTION} url", "url"),
        "Action.ShowCard": _shape(f"{_ACTION} card", "card", card=Slot(("AdaptiveCard",), many=False)),
        "Action.ToggleVisibility": _shape(f"{_ACTION} targetElements", "targetElements"),
    }
)

_SIZES = frozenset({"default", "small", "medium", "large", "extralarge"})
_IMAGE_SIZES = frozenset({"auto", "stretch", "small", "medium", "large"})
_BOX_STYLES = frozenset({"default", "emphasis", "good", "attention", "warning", "accent"})
_LEFT_RIGHT = frozenset({"left", "center", "right"})
_TOP_BOTTOM = frozenset({"top", "center", "bottom"})

# The official schema ignores case in these, and so do we. A key with a type before the slash is for that type alone.
VALUES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "spacing": frozenset({"default", "none", "small", "medium", "large", "extralarge", "padding"}),
        "size": _SIZES,
        "Image/size": _IMAGE_SIZES,
        "imageSize": _IMAGE_SIZES,
        "weight": frozenset({"default", "lighter", "bolder"}),
        "color": frozenset({"default", "dark", "light", "accent", "good", "warning", "attention"}),
        "fontType": frozenset({"default", "monospace"}),
        "horizontalAlignment": _LEFT_RIGHT,
        "horizontalCellContentAlignment": _LEFT_RIGHT,
        "verticalContentAlignment": _TOP_BOTTOM,
        "verticalCellContentAlignment": _TOP_BOTTOM,
        "gridStyle": _BOX_STYLES,
        "style": _BOX_STYLES,
        "TextBlock/style": frozenset({"default", "heading"}),
        "Image/style": frozenset({"default", "person"}),
        "Input.Text/style": frozenset({"text", "tel", "url", "email", "password"}),
        "Input.ChoiceSet/style": frozenset({"compact", "expanded"}),
        "mode": frozenset({"primary", "secondary"}),
        "associatedInputs": frozenset({"auto", "none"}),
    }
    | {f"{action}/style": frozenset({"default", "positive", "destructive"}) for action in ACTIONS}
)

TEXTS = _names(
    "id text title label placeholder errorMessage fallbackText speak lang url altText verb regex version minHeight"
    " valueOn valueOff iconUrl tooltip mimeType"
)
BOOLEANS = _names(
    "isVisible separator wrap isSubtle isRequired isMultiline isMultiSelect isEnabled bleed highlight italic"
    " strikethrough underline firstRowAsHeader showGridLines"
)
NUMBERS = frozenset({"maxLines", "maxLength", "Input.Number/min", "Input.Number/max", "Input.Number/value"})

# Drawn by Teams at 1.5, though not of 1.5: only with a `fallback` for clients that do not (msteams-docs, charts-in-adaptive-cards.md).
TEAMS_EXTENSIONS = frozenset(
    {"Input.Rating", "Badge", "CodeBlock", "Icon", "CompoundButton", "Carousel", "ProgressBar"}
)
TEAMS_EXTENSION_FAMILY = "Chart."


def known_values(kind: str, name: str) -> frozenset[str] | None:
    return VALUES.get(f"{kind}/{name}", VALUES.get(name))


def is_extension(kind: str) -> bool:
    return kind in TEAMS_EXTENSIONS or kind.startswith(TEAMS_EXTENSION_FAMILY)
