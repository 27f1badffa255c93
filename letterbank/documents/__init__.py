"""Every paper the programme prints: a frozen content class and a template each; nothing here reads a record."""
