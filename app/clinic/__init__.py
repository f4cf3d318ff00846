"""What a clinic needs: open a code, compare two, enter a paper form, and the paper form itself."""
