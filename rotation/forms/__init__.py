"""The forms of rotation: what a page asks for, turned into the drafts of `rotation.vocabulary`."""
