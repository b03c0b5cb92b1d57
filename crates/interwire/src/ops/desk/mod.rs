//! What people do at the desk: take items, note what they have seen, keep searches, look after alerts.

pub mod alert;
pub mod reading;
pub mod search;
pub mod take;
