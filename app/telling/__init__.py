"""From an Outcome and a Speaker to what is told. Decides every word that is told; draws nothing."""
