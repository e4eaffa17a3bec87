//! The only room with web-sys.
