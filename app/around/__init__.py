"""The pages around the check: start, help, about, privacy, settings, kiosk, clearing."""
