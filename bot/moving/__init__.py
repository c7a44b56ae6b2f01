"""Moving: back up and restore the database, carry one server to another one, and write its page; knows no Discord."""

from bot.moving.pages import export_page
from bot.moving.refusal import NotMoved
from bot.moving.servers import export_server, import_server
from bot.moving.whole import back_up, restore

__all__ = ["NotMoved", "back_up", "export_page", "export_server", "import_server", "restore"]
