//! All facts, entries, order, merge, the bytes at rest, the backup file.
