"""The words by which continuity is watched: data, no rules.

`{thing}`, `{garment}`, `{limb}`, `{aid}` and `{name}` stand for the lists below and the script's
names; `_` for an article with up to two words behind it (`his`, `the old`, nothing).
"""

from projects.assist.scripts import words

GARMENTS = tuple(
    " ".join(word.split()) for group in words.KINDS[words.WARDROBE][:1] for word in group.words
) + ("tie", "shoes")
THINGS = tuple(
    " ".join(word.split())
    for kind in (words.PROP, words.WEAPON)
    for group in words.KINDS[kind]
    for word in group.words
) + ("vase", "window", "chair", "table", "door", "windshield", "statue", "headlight", "necklace")

ARM, LEG = "arm", "leg"
LIMBS = {
    "arm": ARM,
    "hand": ARM,
    "wrist": ARM,
    "shoulder": ARM,
    "elbow": ARM,
    "leg": LEG,
    "ankle": LEG,
    "foot": LEG,
    "knee": LEG,
}
AIDS = {"sling": ARM, "arm cast": ARM, "crutches": LEG, "wheelchair": LEG, "leg cast": LEG}

PUTS_ON = (
    r"(?:puts|pulls|slips|throws|shrugs|tugs) (?:back )?(?:on|into) _{garment}",
    r"(?:puts|pulls|slips) _{garment} (?:back )?on\b",
    r"(?:dons|buttons|buttons up|zips up|changes into|gets into) _{garment}",
)
WEARS = (
    r"(?:wearing|wears|dressed in|clad in|wrapped in|sporting) _{garment}",
    r"(?:\bin|\bwith) (?:a|an|his|her|the same) (?:[\w-]+ )?{garment}(?! (?:pocket|hand))",
    r"(?:adjusts|smooths|straightens|loosens) (?:his|her) {garment}",
)
TAKES_OFF = (
    r"(?:takes off|removes|sheds|strips off|peels off|slips off|slips out of|shrugs off"
    r"|pulls off|kicks off|hangs up|throws off|rips off) _{garment}",
    r"(?:takes|pulls|slips|kicks) _{garment} off\b",
)
TAKES = (
    r"(?:picks up|grabs|takes|takes out|pulls out|draws|snatches|lifts|catches|finds|retrieves"
    r"|gets|receives|picks) _{thing}(?! off)",
    r"(?:picks|takes|pulls|snatches) _{thing} (?:up|out|back)\b",
)
HOLDS = (
    r"(?:holds|holding|clutches|clutching|carries|carrying|grips|gripping|waves|waving|raises"
    r"|aims|aiming|points|swings|cradles) _{thing}",
    r"{thing} in (?:his|her) hands?\b",
)
LETS_GO = (
    r"(?:puts down|sets down|drops|lays down|throws away|tosses away|throws|tosses|hurls"
    r"|puts away|loses|leaves|hands over|discards|flings|surrenders) _{thing}",
    r"(?:puts|sets|lays|throws|hands|tosses) _{thing} (?:down|away|aside|over|on|onto|to|into)\b",
)
HURT = (
    r"(?P<part>{limb}) (?:is |now |still )?(?:in a (?:sling|cast|brace|splint|plaster cast)"
    r"|broken|bandaged|in bandages|in plaster|dislocated)\b",
    r"(?:breaks|broke|sprains|sprained|injures|twists|fractures|dislocates) (?:his|her) "
    r"(?:left |right )?(?P<part>{limb})\b",
    r"(?:shot|stabbed|wounded|hit) in the (?:left |right )?(?P<part>{limb})\b",
    r"(?:broken|sprained|bandaged|injured|wounded|dislocated) (?:left |right )?(?P<part>{limb})\b",
)
HURT_BY_AID = (r"(?:on|with|in|wearing|has) (?:a |an |his |her )?(?P<aid>{aid})\b",)
LIMPS = (r"\b(?:limps|limping|hobbles|hobbling)\b",)
WITHOUT_AID = (
    r"(?:without|no|no longer (?:in|on|wears|needs|has)) (?:a |the |his |her )?(?P<aid>{aid})\b",
    r"(?P<aid>{aid}) (?:is )?(?:gone|off)\b",
)
HEALED = (
    r"(?:takes off|removes|throws away|tosses|sheds) (?:his|her|the) (?P<aid>{aid}|cast|bandage)\b",
    r"\b(?:healed|recovered|as good as new)\b",
)
DEMANDS = {
    ARM: r"\b(?:push-?ups|pull-?ups|chin-?ups|cartwheels?|handstand|both (?:arms|hands)|juggl\w+"
    r"|climbs|lifts|punches|swims|applauds|claps|bench-?press\w*|catches himself|hauls|hoists)\b",
    LEG: r"\b(?:runs|sprints|jogs|dances|jumps|leaps|kicks|climbs|races|dashes|skips|vaults"
    r"|pirouettes|squats|pedals|skates|bolts|gallops)\b(?! (?:his|her) (?:eyes|hand|finger))",
}
DIES = (
    r"{name}(?:,[^,]{0,40},)? (?:dies|is dead|lies dead|falls dead|drops dead|is killed|bleeds out"
    r"|is (?:shot|stabbed|beaten) (?:dead|to death)|draws (?:his|her) last breath|stops breathing"
    r"|takes (?:his|her) last breath|has died|was killed)\b",
    r"(?:kills|murders|executes|beheads|strangles) {name}\b",
    r"{name}['’]s? (?:corpse|dead body|lifeless body|coffin|casket|funeral|grave)\b",
)
NOT_DEAD = (
    r"(?:not dead|almost|nearly|plays? dead|pretend\w*|as if|if|alive|would|could|wishes|dreams"
    r"|says|threatens|wants to|tries to|about to|imagines|never)\b"
)
LIVES_AGAIN = (
    r"{name} (?:wakes|awakes|revives|comes (?:back )?to life|is alive|gasps|coughs"
    r"|opens (?:his|her) eyes|rises from the dead|is resurrected|is revived|breathes again)\b",
    r"(?:revives|resurrects|resuscitates) {name}\b",
)
WALKS = r"\b(?:walks|enters|runs|sits|stands up|smiles|laughs|nods|drives|dances|eats|drinks)\b"
BREAKS = (
    r"(?:breaks|smashes|shatters|crushes|rips up|tears up|snaps|burns|destroys|wrecks) _{thing}",
    r"{thing} (?:shatters|breaks|explodes|smashes|is smashed|is broken|is shattered|is destroyed"
    r"|snaps in (?:two|half)|falls and breaks|lies in pieces|bursts|cracks)\b",
)
MENDS = (r"(?:repairs|fixes|mends|replaces|glues|rebuilds|buys) _{thing}",)
USES = (
    r"(?:uses|holds|picks up|puts down|drinks from|looks (?:at|into|through)|opens|closes|plays"
    r"|reads|pours|sits (?:on|at|in)|admires|checks|dials|answers|raises|carries) _{thing}",
)
STILL_BROKEN = (
    r"\b(?:broken|shards?|pieces?|cracked|shattered|smashed|remains|another|new|second|repaired"
    r"|replacement|spare|burnt|torn|different)\b"
)
ASIDES = tuple(
    "FLASHBACK,FLASH BACK,DREAM,FANTASY,MEMORY,VISION,NIGHTMARE,FLASHFORWARD,FLASH FORWARD,"
    "RÜCKBLENDE,IMAGIN,MONTAGE".split(",")
)
