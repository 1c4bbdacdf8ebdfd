"""What reports are built of: words, people, casualties, triggers, modality; which sentences tell of one incident."""
