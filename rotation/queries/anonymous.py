"""Reasons as people outside the bureau read them: without the names of people of other schools."""

from policy.messages import Message, say

_NAMELESS = {
    "changes places with {name} of {school}": say("changes places with a colleague of another school"),
    "takes the place of {name}, who goes to {school}": say("takes the place of a colleague who leaves"),
}
"""Sentences of the planner that name somebody else, and what is said in their place."""


def anonymous(text: Message) -> Message:
    """Return a reason in which nobody but the mover can be recognised."""
    nameless = _NAMELESS.get(text.template)
    if nameless is not None:
        return nameless
    facts = {name: anonymous(fact) if isinstance(fact, Message) else fact for name, fact in text.facts.items()}
    return Message(text.template, facts)
