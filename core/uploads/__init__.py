"""What may be uploaded as evidence: told by content, made anew where that is possible, else refused with a cure."""
