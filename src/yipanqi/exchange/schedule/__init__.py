"""Schedule files: XER, MSPDI, MPP and others, CSV, XLSX, JSON ↔ the engine's problems."""
