//! How large may be what statements name: the limits that both sides keep (docs/protocol.md, section 13). A statement
//! that names more does not read; what comes under it is never more than it names.

/// The largest text or annex of an agreement, in bytes.
pub const OFFERED_BYTES_MAX: u64 = 8 << 20;
/// The most blobs that one `offered` names.
pub const OFFERED_MAX: usize = 256;
/// The largest note, address or other text that a statement names, in bytes.
pub const TEXT_BYTES_MAX: u64 = 64 << 10;
/// The largest media file, in bytes: 64 GiB, some hours of film for broadcasting.
pub const MEDIA_BYTES_MAX: u64 = 64 << 30;
/// The most media files of one version.
pub const MEDIA_MAX: usize = 200;
