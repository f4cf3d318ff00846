"""What is taken away: print page, PDF, plain text, QR code, paper form."""
