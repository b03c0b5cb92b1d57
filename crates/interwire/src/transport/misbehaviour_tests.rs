//! Partners that misbehave: each gives its own error, in bounded time and memory.
