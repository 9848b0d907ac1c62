"""A family that is made up, to practise the post-it on (S0; B22). Nobody here exists."""

TITLE = "Practise on a made-up family"
FALLBACK = "A post-it to practise on. Please open it in a newer version of Teams."
KEPT = (
    "This family is made up. Nothing that you choose or write here is kept, and nobody sees it: not the chair, not me."
)
STORY_TITLE = "The Ottersby family"
STORY = (
    (
        "Fern is seven. She was late for school on half of the days this term, often hungry, and once walked home by herself in "
        "the dark. She says that she likes it best at her grandmother's."
    ),
    "Rowan is a baby of five months. He was brought to all his checks, gains weight, and his mother holds and talks to him.",
    (
        "Their mother, Hazel, has started to go to a drug service and has missed two of six appointments. Their grandmother "
        "lives near by and takes both children at weekends. Their father is in another town and rings on Sundays."
    ),
)
CALLED = ("Fern", "Rowan")
ANCHORS_TITLE = "What 0 and 10 mean for this family, in the chair's words"
SAFE = "The children are fed, at school and never alone, and Hazel's mother knows when to step in."
NOT_SAFE = "Nobody sober is with the children, and they would be hurt tonight."
HOW = "How to find your number"
HOW_LINES = (
    "Read the chair's words for 0 and 10 first. There is no right answer, and no table to look it up in.",
    "Scale each child by themselves: two children in one home may be safe to a different degree.",
    "Ask yourself what you know and from whom, and what would have to be different for one number more.",
    "Say why in a sentence or two, in words that the family would understand.",
)
HAND_IN = "Hand in, for practice"
AGAIN = "Practise again"
BACK = "Back to my invitation"
DONE_TITLE = "That is how it is done"
DONE = "Your practice post-it is complete, and it is already forgotten."
DONE_NEXT = (
    "In the conference the chair opens the round when everybody has been heard. Your post-it is then about the children of "
    "that family, and only you and the chair see it. You can change it until the chair closes the round."
)
INCOMPLETE = "Something is still open. In the conference it would be asked for just like this."
