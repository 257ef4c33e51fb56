"""«Спросить архив»: the archive that answers with quotations. Empty until its own time."""
