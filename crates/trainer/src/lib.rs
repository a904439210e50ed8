//! Fits the models that the engine loads.
