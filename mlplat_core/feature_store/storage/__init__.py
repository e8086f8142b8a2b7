"""Where do rows, versions and definitions live? Three small ports, in memory and in SQLite."""
