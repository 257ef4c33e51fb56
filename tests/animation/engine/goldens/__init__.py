"""Landmarks that MediaPipe itself drew on views of the example's portrait, recorded once."""
