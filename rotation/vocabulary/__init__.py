"""The words of rotation: states with their transitions, drafts that services take, records that pages show."""
