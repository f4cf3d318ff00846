"""Reading matter, open to everyone without answers: why ALS can lead to back pain, and what helps."""
