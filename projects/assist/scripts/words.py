"""The words by which elements of a breakdown are told: data, no rules.

Each kind of element has groups; a group has how sure its words are (0..1) when they stand in a
sentence of action, and the words. A noun stands in its singular, a verb in its base form;
`elements` makes the other forms. Two or more words are looked for as they stand.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Group:
    """`sure` 0..1 for `words`; `verbs` says that they are inflected as verbs."""

    sure: float
    words: tuple[str, ...]
    verbs: bool = False


def _group(sure: float, words: str, *, verbs: bool = False) -> Group:
    return Group(sure, tuple(word.strip() for word in words.split(",")), verbs)


PROP, WEAPON, VEHICLE, ANIMAL, EXTRAS = "prop", "weapon", "vehicle", "animal", "extras"
VFX, STUNT, SFX, WARDROBE, MAKEUP, SOUND = "vfx", "stunt", "sfx", "wardrobe", "makeup", "sound"

KINDS: dict[str, tuple[Group, ...]] = {
    WEAPON: (
        _group(
            0.9,
            """gun, pistol, revolver, rifle, shotgun, machine gun, submachine gun, handgun,
            sword, dagger, machete, crossbow, grenade, hand grenade, switchblade, bayonet, spear,
            axe, hatchet, baseball bat, brass knuckles, taser, bazooka, rocket launcher, scimitar,
            katana, sniper rifle, assault rifle, stun gun, longbow""",
        ),
        _group(0.6, "knife, blade, club, bow, arrow, bullet, whip, crowbar, scope, baton, bomb"),
    ),
    VEHICLE: (
        _group(
            0.9,
            """car, truck, van, taxi, cab, bus, motorcycle, motorbike, bicycle, bike, scooter,
            ambulance, police car, squad car, fire truck, fire engine, limousine, limo, sedan, suv,
            jeep, pickup, pickup truck, station wagon, convertible, minivan, helicopter, airplane,
            aeroplane, speedboat, sailboat, rowboat, canoe, kayak, yacht, ferry, submarine, train,
            tram, tractor, trailer truck, hearse, carriage, spaceship, spacecraft, hovercraft,
            snowmobile, skateboard, moped, bulldozer, golf cart, wheelchair, tow truck, sports car,
            semi-truck, tank truck, motorhome, rv, camper van, porsche, ferrari, mercedes, bmw,
            audi, volkswagen, chevrolet, chevy, cadillac, buick, toyota, honda, volvo, cruiser,
            patrol car, subway train, rickshaw, stagecoach, biplane, fighter jet""",
        ),
        _group(
            0.6,
            "boat, ship, plane, jet, wagon, cart, tank, sled, sleigh, raft, chopper, ford, "
            "mustang, corvette, camaro, jaguar, bentley, tesla, vespa, harley, land rover",
        ),
    ),
    ANIMAL: (
        _group(
            0.9,
            """dog, puppy, cat, kitten, horse, pony, cow, bull, pig, sheep, goat, donkey, mule,
            chicken, rooster, goose, pigeon, parrot, raven, eagle, owl, snake, rat, wolf, bear,
            lion, tiger, elephant, monkey, chimpanzee, chihuahua, poodle, terrier, shark, dolphin,
            rabbit, squirrel, deer, spider, camel, goldfish, tarantula, cockroach, crow, hen""",
        ),
        _group(0.6, "bird, duck, mouse, fish, butterfly, bee, insect, frog, seagull, swan"),
    ),
    PROP: (
        _group(
            0.8,
            """phone, cell phone, cellphone, mobile phone, smartphone, laptop, camera, suitcase,
            briefcase, backpack, handbag, purse, wallet, envelope, letter, newspaper, notebook,
            diary, flashlight, lantern, candle, lighter, cigarette, cigar, ashtray, umbrella, key,
            keys, padlock, handcuffs, rope, map, photograph, photo, photo album, wine glass,
            champagne, beer, whiskey, coffee cup, coffee mug, mug, tray, teapot, telescope,
            binoculars, microscope, walkie-talkie, walkie talkie, tape recorder, microphone,
            guitar, violin, piano, trumpet, flute, drum, hammer, screwdriver, shovel, wrench,
            scissors, syringe, stethoscope, pill, pill bottle, bandage, crutch, cane, walking stick,
            birthday cake, bouquet, gift, teddy bear, doll, toy, necklace, locket, pocket watch,
            wedding ring, engagement ring, credit card, passport, boarding pass, contract, folder,
            dossier, clipboard, blueprint, remote control, usb stick, hard drive, memory card,
            police badge, id card, business card, dice, playing cards, chess board, chessboard,
            fishing rod, surfboard, tent, sleeping bag, typewriter, fax, telegram, postcard,
            clipboard, thermos, canteen, lunchbox, tablet, headphones, joystick, leash, urn,
            coffin, casket, trophy, medal, crown, scepter, amulet, scroll, parchment, hourglass""",
        ),
        _group(
            0.55,
            """book, glass, bottle, cup, plate, bag, box, watch, ring, card, paper, note, pen,
            pencil, knapsack, money, cash, coin, bill, drug, sign, clock, basket, bucket, mirror,
            radio, television, tv, computer, screen, bowl, fork, spoon, pan, pot, kettle, drink,
            sandwich, pizza, apple, cake, flower, rose, ball, stick, stone, rock, bone, skull, sack,
            tool, ladder, chain, wire, tape, poster, badge, file, document, chart, gadget, device,
            button, switch, lamp, pillow, blanket, towel, rag, sponge, broom, mop, brush, comb,
            ticket, receipt, magazine, package, parcel, tin, jar, vial, flask""",
        ),
    ),
    EXTRAS: (
        _group(
            0.85,
            """crowd, crowds, mob, audience, onlookers, bystanders, passers-by, passersby,
            pedestrians, spectators, guests, party guests, customers, patrons, diners, commuters,
            passengers, tourists, shoppers, protesters, demonstrators, mourners, congregation,
            worshippers, villagers, townspeople, townsfolk, peasants, soldiers, troops, policemen,
            police officers, cops, firefighters, paramedics, nurses, students, schoolchildren,
            classmates, children, kids, teenagers, reporters, journalists, photographers,
            paparazzi, dancers, waiters, waitresses, bartenders, office workers, employees,
            workers, prisoners, inmates, guards, bodyguards, henchmen, minions, thugs, fans,
            cheerleaders, players, musicians, choir, orchestra, marching band, zombies, monks,
            nuns, sailors, pirates, cowboys, refugees, beachgoers, joggers, clubbers, revelers,
            gamblers, wedding guests, hospital staff, security guards, swat team, honor guard""",
        ),
        _group(0.5, "people, men, women, families, couples, gang, team, staff, army, strangers"),
    ),
    VFX: (
        _group(
            0.9,
            """hologram, holographic, force field, forcefield, laser, laser beam, lightsaber,
            green screen, greenscreen, time lapse, time-lapse, split screen, bullet time,
            slow motion, energy beam, portal, wormhole, hyperspace, zero gravity, weightless,
            spaceship, spacecraft, alien, dragon, ghost, robot, android, cyborg, werewolf, giant,
            matte painting, cgi, magic spell, thought bubble, ray gun, electric arc, shockwave""",
        ),
        _group(
            0.8,
            """materialize, dematerialize, teleport, levitate, morph, vanish, disintegrate,
            shapeshift, shrink, evaporate, hover, pixelate""",
            verbs=True,
        ),
        _group(
            0.8,
            """turns into, transforms into, vanishes into, disappears into thin air, appears
            from nowhere, floats up, out of thin air, bursts into flames, thunder bolt, grows into,
            flies through the air, flies off into the sky, stops in mid-air, in mid-air""",
        ),
        _group(0.45, "glow, shimmer, transform, float, dissolve, sparkle, emanate", verbs=True),
        _group(0.45, "cosmic, space, galaxy, planet, monster, creature, earthquake, tornado"),
    ),
    STUNT: (
        _group(
            0.85,
            """car chase, fistfight, fist fight, sword fight, swordfight, gunfight, shootout,
            shoot-out, brawl, car crash, falls from, falls off, jumps from, jumps off, leaps from,
            leaps off, leaps over, dives off, dives through, crashes through, crashes into, thrown
            against, slammed against, slams against, thrown through, hangs from, hit by a car,
            rolls down, tumbles down, falls down the stairs, runs into traffic, on fire, speeds off,
            speed off, peels out, knocks him out, knocks her out, through the window""",
        ),
        _group(
            0.7,
            """punch, tackle, headbutt, somersault, backflip, skid, swerve, collide, rappel,
            parachute, brawl, wrestle, strangle, stab, tumble""",
            verbs=True,
        ),
        _group(
            0.45,
            """fight, crash, kick, leap, dive, slam, smack, slap, chase, climb, fall, jump, hit,
            dodge, trip, speed, drown""",
            verbs=True,
        ),
    ),
    SFX: (
        _group(
            0.85,
            """explosion, fireball, gunshot, gunfire, muzzle flash, smoke, fog, mist, snowfall,
            rainstorm, thunderstorm, blizzard, sparks, bonfire, campfire, squib, pyrotechnics,
            breakaway glass, artificial rain, wind machine""",
        ),
        _group(0.7, "explode, detonate, erupt, ignite, shatter, blow up", verbs=True),
        _group(0.5, "rain, snow, fire, flame, steam, wind, lightning, flood, dust, blast, storm"),
    ),
    WARDROBE: (
        _group(
            0.75,
            """coat, trench coat, raincoat, jacket, leather jacket, suit, tuxedo, dress, wedding
            dress, gown, skirt, shirt, t-shirt, blouse, sweater, hoodie, jeans, trousers, shorts,
            uniform, robe, bathrobe, pajamas, pyjamas, swimsuit, bikini, hat, cap, helmet, scarf,
            gloves, glove, boots, boot, sneakers, high heels, sunglasses, glasses, apron, veil,
            necktie, bow tie, belt, mask, cape, cloak, costume, wig, spacesuit, armor, armour,
            overalls, vest, kimono, turban, sandals, slippers, underwear, earrings, eyepatch,
            lab coat, hospital gown, life vest, bulletproof vest, bandana, kilt, poncho""",
        ),
        _group(0.4, "tie, shoe, shoes, sock, heels, shirtless, naked, barefoot"),
    ),
    MAKEUP: (
        _group(
            0.8,
            """bruise, black eye, scar, wound, bullet wound, stab wound, blood, bloody, bleeding,
            bloodied, burn marks, sling, plaster cast, bandaged, tattoo, tattooed, prosthetic,
            fake beard, pregnant belly, bloodstained, blood-soaked, severed, rotting, stitches""",
        ),
        _group(0.45, "sweat, sweating, muddy, filthy, pale, tear, tears, dirt, cut, beard, mud"),
    ),
    SOUND: (
        _group(
            0.7,
            """siren, sirens, alarm, doorbell, phone rings, thunder, gunshots, footsteps, music,
            song, applause, church bells, screech, thud, dial tone, ringtone, foghorn""",
        ),
    ),
}

#: A noun that a character takes in hand is a prop, known word or not.
HANDLING = tuple(
    """pick up, pull out, hold, hold up, grab, hand, carry, raise, lift, open, throw, toss, drop,
    take out, put down, draw, unwrap, wave, wield, brandish, clutch, swing, pocket, unfold, load,
    unlock, pour, sip, drink, light, read, aim, point""".replace("\n", " ").split(",")
)
#: What hands do and no prop is: parts of the body, of a room and of speech.
NO_PROP = frozenset(
    """hand hands arm arms head eye eyes face finger fingers leg legs foot feet hair shoulder
    shoulders mouth nose ear knee chin chest back breath gaze look voice door doors window windows
    room house street wall floor ceiling stairs hallway corner way time moment beat man woman boy
    girl child baby people person one other others it them him her everything something nothing
    anything hope ground air sky attention body day night line shot conversation thought idea end
    rest top bottom side front half bit lot couple few pair piece kind sort step steps mind heart
    seat place point gun guns crowd stage world road sea water life death smile laugh""".split()
)
#: Words for people, singular, that with a number before them are extras.
PEOPLE = tuple(
    """man, woman, boy, girl, kid, child, soldier, cop, police officer, officer, guard, guest,
    waiter, waitress, nurse, doctor, student, worker, dancer, agent, thug, henchman, tourist,
    customer, reporter, fan, stranger, passenger, villager, prisoner, player, teenager, monk, nun,
    biker, hunter, fisherman, businessman, zombie, warrior, knight""".replace("\n", " ").split(",")
)
