"""Where do rows, versions and definitions live? Small ports, in memory and in SQLite."""
