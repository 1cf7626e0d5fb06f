"""The only SQL. One module per noun, plain functions that take a transaction first."""

from plugin.store._store import Store, UnsafeLogin
from plugin.store._tx import HouseTx, Tx
from plugin.store.opening import open_store
from plugin.store.sealing import CannotUnseal, Seal

__all__ = ["CannotUnseal", "HouseTx", "Seal", "Store", "Tx", "UnsafeLogin", "open_store"]
