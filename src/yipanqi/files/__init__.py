"""Evidence and attachments: type sniffed, size limited, hashed, never served inline."""
