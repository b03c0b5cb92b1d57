//! Simulation of the exchange.
