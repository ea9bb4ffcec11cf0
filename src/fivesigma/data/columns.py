"""Every column of a table in words: what each table has, and what its own facts say."""

from dataclasses import dataclass
from typing import Final

from fivesigma.data.table import EventTable, facts_of
from fivesigma.data.table_facts import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribedColumn:
    """A column as a person or a catalogue reads of it; `unit` is "1" for a plain number."""

    name: str
    unit: str
    role: Role
    definition: str


_OF_EVERY_TABLE: Final[dict[str, tuple[Role, str]]] = {
    "process": ("label", "What was simulated, or measured"),
    "label": ("label", "1 signal, 0 background, -1 measured"),
    "weight": ("weight", "How many expected events this one stands for; may be negative"),
    "fold": ("identifier", "Stored fold from 0 to 9, a hash of the event: equal rows share one"),
    "truth_id": ("identifier", "Which simulated collision of its process this is"),
}


def described_columns(table: EventTable) -> tuple[DescribedColumn, ...]:
    """The columns in the order in which the table's file has them.

    >>> from fivesigma.data.table import embedded_table
    >>> found = {column.name: column for column in described_columns(embedded_table())}
    >>> found["met"].unit, found["met"].role, found["label"].definition
    ('GeV', 'feature', '1 signal, 0 background, -1 measured')
    """
    facts = facts_of(table)
    own = ["process", "label", "weight", "fold"]
    names = [*own, *table.features, *(["truth_id"] if table.truth_id is not None else [])]
    described = []
    for name in (*names, *table.others):
        role, definition = _OF_EVERY_TABLE.get(name, ("feature", ""))
        column = facts.column(name)
        described.append(
            DescribedColumn(
                name=name,
                unit=column.unit if column else "1",
                role=column.role if column else role,
                definition=(column.definition if column else "") or definition,
            )
        )
    return tuple(described)
