"""Names of months in English, Spanish, French and German: full, and short where that is no word in any of them."""

from types import MappingProxyType
from typing import Final

_NAMES: Final = (
    "january jan enero ene janvier janv januar jänner", "february feb febrero février févr fev februar feber",
    "march mar marzo mars märz maerz mär", "april apr abril abr avril avr", "may mayo mai", "june jun junio juin juni",
    "july jul julio juillet juil juli", "august aug agosto août aout",
    "september sept sep septiembre setiembre septembre", "october oct octubre octobre oktober okt",
    "november nov noviembre novembre",
    "december dec diciembre dic décembre déc dezember dez",
)  # fmt: skip
#: The number of a month, 1 to 12, by its name in small letters.
NUMBERS: Final = MappingProxyType({name: number for number, names in enumerate(_NAMES, 1) for name in names.split()})
#: Any of the names, as a part of a regular expression.
NAME: Final = "|".join(sorted(NUMBERS, key=len, reverse=True))
