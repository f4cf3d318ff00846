"""Tests in a real Chromium: every page, in every way of using it."""
