"""The ordinary customers of Harbour Lane Foods, its suppliers and what it sells.

Everybody here is invented; addresses of mail end in `.example` and telephone numbers are from the
range kept for fiction. The awkward customers are in `awkward`.
"""

from dataclasses import dataclass
from decimal import Decimal

from connectors.sandbox.seed import Habit


@dataclass(frozen=True, slots=True)
class Buyer:
    """An ordinary customer: who, where, how it pays and how it buys."""

    name: str
    first_name: str
    last_name: str
    city: str
    postcode: str
    habit: Habit
    a_year: int
    """How many invoices it gets in a year."""
    size: int
    """How many lines it orders at most."""
    terms: int = 30
    company_number: str = ""


@dataclass(frozen=True, slots=True)
class Good:
    """Something sold: a case or a sack, its price in pounds without tax, and whether VAT is due."""

    name: str
    price: Decimal
    has_vat: bool = False


#: the tracking category of who sells to whom, and its options
SALESPEOPLE = "Salesperson"
SELLERS = ("Ines Duarte", "Maya Fowler", "Tom Nance")

_R, _E, _T = Habit.RELIABLE, Habit.END_OF_MONTH, Habit.PAY_RUN_THURSDAY
_S, _1, _2 = Habit.SLOW, Habit.AFTER_FIRST_REMINDER, Habit.AFTER_SECOND_REMINDER
_P = Habit.PART_PAYER

BUYERS = (
    Buyer("Quay Bistro", "Hannah", "Moyle", "Falmouth", "TR11 3XX", _R, 28, 4, 14),
    Buyer("Lisa's Deli", "Lisa", "Trevena", "Truro", "TR1 2XX", _R, 25, 3),
    Buyer("The Corner Loaf", "Owen", "Pascoe", "Penryn", "TR10 8XX", _R, 22, 3),
    Buyer("Market Street Kitchen", "Ravi", "Nair", "Exeter", "EX1 1XX", _R, 22, 4),
    Buyer("Blue Door Café", "Sam", "Whitlock", "Totnes", "TQ9 5XX", _R, 20, 3),
    Buyer("Orchard House School", "Helen", "Braddock", "Taunton", "TA1 3XX", _R, 14, 5),
    Buyer("St Piran's Hospice Kitchen", "Claire", "Vosper", "Hayle", "TR27 4XX", _R, 14, 4),
    Buyer("Oak & Olive", "Daniel", "Marsh", "Bath", "BA1 5XX", _R, 20, 4, 30, "09912834"),
    Buyer("Dartmoor Bunkhouse", "Piers", "Langdon", "Princetown", "PL20 6XX", _R, 11, 3),
    Buyer("Harvest Moon Wholefoods", "Jenny", "Ash", "Bristol", "BS6 5XX", _E, 20, 5),
    Buyer("The Gull & Anchor", "Mick", "Tonkin", "Padstow", "PL28 8XX", _E, 17, 4),
    Buyer(
        "Riverside Catering Ltd",
        "Farah",
        "Aziz",
        "Gloucester",
        "GL1 2XX",
        _E,
        20,
        5,
        30,
        "08841207",
    ),
    Buyer("Polgarth Hotel", "Edward", "Carne", "Newquay", "TR7 1XX", _E, 22, 6),
    Buyer("Southgate Sandwich Co", "Nadia", "Rahman", "Bath", "BA1 1XX", _E, 20, 3, 14),
    Buyer("Castle Street Pantry", "Grace", "Penrose", "Launceston", "PL15 8XX", _T, 17, 3),
    Buyer(
        "Peninsula Care Homes", "Denise", "Hooper", "Redruth", "TR15 1XX", _T, 22, 6, 30, "07730915"
    ),
    Buyer("University Refectory", "Martin", "Yeo", "Exeter", "EX4 4XX", _T, 22, 6),
    Buyer("Cobble & Crust", "Maria", "Santos", "Lyme Regis", "DT7 3XX", _T, 14, 3, 14),
    Buyer("The Old Ferry Inn", "Barry", "Coad", "Bodinnick", "PL23 1XX", _S, 14, 4),
    Buyer("Chapel Amble Stores", "Doreen", "Hawke", "Wadebridge", "PL27 6XX", _S, 11, 3),
    Buyer("Ginger & Sage Catering", "Priya", "Menon", "Bristol", "BS1 4XX", _S, 14, 4),
    Buyer("Seven Stars Kitchen", "Lorna", "Webb", "Dartmouth", "TQ6 9XX", _1, 17, 3),
    Buyer("The Bay Tree", "Oliver", "Hext", "Salcombe", "TQ8 8XX", _1, 14, 4),
    Buyer("Wildflower Weddings", "Imogen", "Clarke", "Bruton", "BA10 0XX", _1, 11, 5),
    Buyer("Spindrift Fish & Chips", "Karen", "Jewell", "Perranporth", "TR6 0XX", _2, 14, 3),
    Buyer("The Ivy Gate", "Charlotte", "Dunn", "Sherborne", "DT9 3XX", _2, 11, 4),
    Buyer("Bridge End Brasserie", "Pascal", "Renard", "Bideford", "EX39 2XX", _P, 11, 4),
)

GOODS = (
    Good("Strong white flour, 16 kg", Decimal("14.85")),
    Good("Wholemeal flour, 16 kg", Decimal("15.40")),
    Good("Cornish butter, 40 × 250 g", Decimal("92.00")),
    Good("Mature Cheddar, 5 kg", Decimal("41.50")),
    Good("Free-range eggs, 15 dozen", Decimal("38.25")),
    Good("Clotted cream, 12 × 227 g", Decimal("31.80")),
    Good("Maris Piper potatoes, 25 kg", Decimal("17.50")),
    Good("Smoked mackerel, 3 kg", Decimal("44.70")),
    Good("Streaky bacon, 2.27 kg", Decimal("19.95")),
    Good("Chopped tomatoes, 6 × 2.5 kg", Decimal("21.30")),
    Good("Arborio rice, 5 kg", Decimal("13.75")),
    Good("Rapeseed oil, 20 l", Decimal("36.40")),
    Good("Sea salt flakes, 1.5 kg", Decimal("11.20")),
    Good("Oat drink, 12 × 1 l", Decimal("17.10")),
    Good("Ground coffee, 6 × 1 kg", Decimal("68.00")),
    Good("Loose-leaf tea, 2 kg", Decimal("29.50")),
    Good("Elderflower cordial, 6 × 74 cl", Decimal("22.80"), has_vat=True),
    Good("Sparkling water, 24 × 33 cl", Decimal("9.60"), has_vat=True),
    Good("Sea salt crisps, 40 × 40 g", Decimal("24.00"), has_vat=True),
    Good("Salted caramel fudge, 5 kg", Decimal("39.90"), has_vat=True),
)

SUPPLIERS = (
    ("Trewithen Dairy Supplies", "accounts@trewithen-dairy.example"),
    ("Westcountry Flour Mills", "ledger@wcflour.example"),
    ("Channel Fish Merchants", "sales@channelfish.example"),
    ("Camel Valley Vans", "invoices@camelvans.example"),
)
