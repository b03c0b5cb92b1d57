//! Requests of attackers: none reaches a handler.
