"""What invented listings for measuring are made of: sentences with a gap for a word, tags and names."""

TAGS = (
    "taal", "koken", "fiets", "computer", "tuin", "zorg", "muziek", "sport", "administratie", "naaien", "wandelen", "kinderen",
    "gezondheid", "vervoer", "klussen", "lezen", "bewegen", "ontmoeten", "creatief", "geld", "werk", "opvoeding", "dieren", "eten",
    "mantelzorg", "rekenen", "telefoon", "rijbewijs", "boeken", "dansen", "yoga", "fotografie", "schilderen", "formulieren",
    "solliciteren", "huiswerk", "schaken", "breien", "timmeren", "theater",
)  # fmt: skip

NAMES = (
    "Fatima A.", "Henk B.", "Ayşe C.", "Johan D.", "Mohamed E.", "Ria F.", "Naima G.", "Kees H.", "Elif I.", "Truus J.",
    "Yusuf K.", "Anneke L.", "Soraya M.", "Piet N.", "Leyla O.", "Bram P.", "Hatice R.", "Wim S.", "Karima T.", "Daan U.",
)  # fmt: skip

TITLES = (
    "Wie leert mij %s?", "Hulp gezocht bij %s", "Ik help je met %s", "Samen aan de slag met %s", "Les in %s voor beginners",
    "Wie ruilt %s met mij?", "Gratis uitleg over %s", "Elke week %s in de buurt", "Vragen over %s? Kom langs",
    "Ervaring met %s gezocht", "Een middag over %s", "Te leen: alles voor %s",
)  # fmt: skip

SENTENCES = (
    "Ik woon hier al jaren en deel graag wat ik weet van %s.",
    "We beginnen rustig, dus ook zonder ervaring met %s ben je welkom.",
    "Voor mijn moeder zoek ik iemand die iets weet van %s.",
    "Mijn eigen spullen neem ik mee, ook die voor %s.",
    "Op zaterdag heb ik tijd om over %s te praten.",
    "Koffie en thee staan klaar, en daarna gaan we verder met %s.",
    "Kinderen mogen mee, voor hen is er ook iets met %s.",
    "Je hoeft niets te betalen; een beetje hulp met %s is genoeg.",
    "In ruil daarvoor leer ik je graag iets over %s.",
    "Twijfel je of %s iets voor jou is? Stuur een bericht.",
    "Vorig jaar hielp een buurvrouw mij met %s, nu help ik een ander.",
    "Samen is het leuker, zeker als het om %s gaat.",
    "We zijn met een kleine groep en er is nog plek bij %s.",
    "Het liefst bij jou in de straat, want met %s reis ik niet ver.",
    "De zaal heeft een lift en alles voor %s is aanwezig.",
    "Wie Turks of Arabisch spreekt, legt %s ook in die taal uit.",
    "Ik zoek iemand met geduld, want %s is nieuw voor mij.",
    "Na drie keer weet je genoeg om zelf met %s door te gaan.",
    "Ook als je slecht ter been bent, lukt het met %s.",
    "Van mijn werk weet ik veel over %s en dat deel ik graag.",
    "Er zijn geen domme vragen, ook niet over %s.",
    "Neem gerust iemand mee die ook van %s houdt.",
    "Dit doen we nu een half jaar en %s gaat steeds beter.",
    "Laat even weten wanneer je kunt, dan regel ik de rest voor %s.",
)
