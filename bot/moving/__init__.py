"""Moving: back up and restore the database, and carry one server from one database to another; knows no Discord."""

from bot.moving.refusal import NotMoved
from bot.moving.servers import export_server, import_server
from bot.moving.whole import back_up, restore

__all__ = ["NotMoved", "back_up", "export_server", "import_server", "restore"]
