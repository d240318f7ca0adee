"""The forms of the register: they turn what was typed into drafts."""
