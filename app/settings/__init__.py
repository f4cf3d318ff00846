"""How the check looks and works for one person, the kiosk of a shared computer, and the accessibility statement."""
