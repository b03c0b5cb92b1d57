//! News formats: bytes to item and item to bytes.
