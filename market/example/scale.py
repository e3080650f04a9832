"""Fills the database with invented areas, people and listings, for measuring how the market behaves when it is large.

Everything is made by the database itself, a batch per transaction. Words follow Zipf's law, as words do: a few stand in
very many listings, most in a handful. What was loaded stays; a second call goes on where the first one ended.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from tqdm import tqdm

from kennismarkt import search
from market.example.sentences import NAMES, SENTENCES, TAGS, TITLES

BATCH = 20_000
VOCABULARY = 30_000
LONGEST_WORD = 24
OWNERS_PER_AREA = 12
PLACES_PER_AREA = 4
# With fewer to add than this, keeping the indexes up to date is quicker than making them anew.
WORTH_DROPPING = 50_000
TABLES = ("market_listing", "market_tagging")
MEMORY = "1GB"

AREAS = """
INSERT INTO neighbourhood_area (name, slug, latitude, longitude, time_zone)
SELECT 'Schaalwijk ' || n, 'schaal-' || n, 51 + (n / 60) * 0.04, 4 + (n %% 60) * 0.045, 'Europe/Amsterdam'
FROM generate_series(1, %(areas)s) AS n ON CONFLICT (slug) DO NOTHING;
CREATE TEMPORARY TABLE scale_area ON COMMIT PRESERVE ROWS AS
SELECT id, substr(slug, 8)::int AS area FROM neighbourhood_area WHERE slug ~ '^schaal-[0-9]+$';
"""

# Each area has two organisations, of which the last two of its people are staff.
PEOPLE = """
INSERT INTO neighbourhood_organisation (area_id, name, slug, side, description, email, phone, website)
SELECT a.id, CASE k WHEN 1 THEN 'Buurthuis ' ELSE 'Welzijn ' END || a.area, 'schaal-' || k,
       CASE k WHEN 1 THEN 'informal' ELSE 'formal' END, '', '', '', ''
FROM scale_area a, generate_series(1, 2) AS k WHERE a.area <= %(areas)s
ON CONFLICT (area_id, slug) DO NOTHING;
INSERT INTO neighbourhood_place (area_id, name, slug, address, latitude, longitude, access_notes)
SELECT a.id, (ARRAY['Buurtkamer', 'Bibliotheek', 'Huis van de Wijk', 'Buurttuin'])[k] || ' ' || a.area, 'schaal-' || k,
       'Marktstraat ' || k, n.latitude + (k - 2) * 0.004, n.longitude + (k - 3) * 0.005, ''
FROM scale_area a JOIN neighbourhood_area n USING (id), generate_series(1, %(places)s) AS k WHERE a.area <= %(areas)s
ON CONFLICT (area_id, slug) DO NOTHING;
INSERT INTO accounts_user (password, is_superuser, email, is_active, joined_at)
SELECT '!', false, 'schaal-' || a.area || '-' || k || '@example.org', true, now()
FROM scale_area a, generate_series(1, %(owners)s) AS k WHERE a.area <= %(areas)s
ON CONFLICT (email) DO NOTHING;
INSERT INTO accounts_participant (user_id, area_id, display_name, roles, side, languages, about, reads, can, wants_to_learn,
    availability, contact_way, contact_note, version, portrait_for, about_for, roles_for, languages_for, can_for,
    wants_to_learn_for, availability_for, contact_for, near_for, affiliations_for, stamps_for)
SELECT u.id, a.id, (%(names)s::text[])[1 + (a.area * 7 + k) %% cardinality(%(names)s::text[])],
       CASE WHEN k < %(owners)s THEN ARRAY['resident'] ELSE ARRAY['professional'] END,
       CASE WHEN k < %(owners)s THEN 'informal' ELSE 'formal' END, ARRAY['nl'], '', 'nl', '{}', '{}', '', 'message', '', 1,
       'members', 'members', 'members', 'members', 'members', 'members', 'met', 'met', 'met', 'met', 'members'
FROM scale_area a, generate_series(1, %(owners)s) AS k
JOIN LATERAL (SELECT id FROM accounts_user WHERE email = 'schaal-' || a.area || '-' || k || '@example.org') u ON true
WHERE a.area <= %(areas)s
ON CONFLICT (user_id) DO NOTHING;
CREATE TEMPORARY TABLE scale_place ON COMMIT PRESERVE ROWS AS
SELECT a.area, substr(p.slug, 8)::int AS k, p.id, p.name
FROM scale_area a JOIN neighbourhood_place p ON p.area_id = a.id WHERE p.slug ~ '^schaal-[0-9]+$';
CREATE TEMPORARY TABLE scale_owner ON COMMIT PRESERVE ROWS AS
SELECT a.area, a.id AS area_id, k, p.id, p.side, o.id AS organisation_id, o.name AS organisation_name
FROM scale_area a
JOIN accounts_participant p ON p.area_id = a.id
JOIN accounts_user u ON u.id = p.user_id AND u.email ~ '^schaal-[0-9]+-[0-9]+@example.org$'
CROSS JOIN LATERAL (SELECT substring(u.email FROM '-([0-9]+)@')::int AS k) AS number
LEFT JOIN neighbourhood_organisation o ON o.area_id = a.id AND o.slug = 'schaal-' || (k - %(owners)s + 2);
INSERT INTO accounts_affiliation (participant_id, organisation_id, function, keeps_entry, confirmed_at)
SELECT id, organisation_id, '', false, now() FROM scale_owner WHERE organisation_id IS NOT NULL ON CONFLICT DO NOTHING;
"""

TABLES_OF_WORDS = """
CREATE TEMPORARY TABLE scale_word (rank int PRIMARY KEY, word text, parts text);
CREATE TEMPORARY TABLE scale_title (number int PRIMARY KEY, words text, parts text);
CREATE TEMPORARY TABLE scale_sentence (number int PRIMARY KEY, words text, parts text);
CREATE TEMPORARY TABLE scale_tag (number int PRIMARY KEY, name text, parts text);
"""

KNOWN_WORDS = """
INSERT INTO market_tag (name, slug, accepted) SELECT name, name, true FROM scale_tag ON CONFLICT DO NOTHING;
INSERT INTO market_word (word)
SELECT DISTINCT lower(unaccent(word)) FROM (
    SELECT word FROM scale_word UNION ALL SELECT name FROM scale_tag UNION ALL
    SELECT regexp_split_to_table(words, '[^[:alnum:]]+') FROM scale_sentence UNION ALL
    SELECT regexp_split_to_table(words, '[^[:alnum:]]+') FROM scale_title UNION ALL
    SELECT unnest(ARRAY['buurtkamer', 'bibliotheek', 'huis', 'wijk', 'buurttuin', 'buurthuis', 'welzijn'])
) AS known (word) WHERE length(lower(unaccent(word))) BETWEEN 3 AND 40
ON CONFLICT DO NOTHING;
"""

# random() is drawn once per row and column; the joins that follow are by key, so a seed gives the same batch each time.
LISTINGS = """
WITH drawn AS MATERIALIZED (
    SELECT number, 1 + number %% %(areas)s AS area, 1 + floor(random() * %(owners)s)::int AS owner,
           1 + floor(random() * %(titles)s)::int AS title,
           1 + floor(random() * %(sentences)s)::int AS s1, 1 + floor(random() * %(sentences)s)::int AS s2,
           1 + floor(random() * %(sentences)s)::int AS s3,
           floor(power(%(vocabulary)s, random()))::int AS r1, floor(power(%(vocabulary)s, random()))::int AS r2,
           floor(power(%(vocabulary)s, random()))::int AS r3, floor(power(%(vocabulary)s, random()))::int AS r4,
           floor(power(%(tags)s + 1, random()))::int AS t1, floor(power(%(tags)s + 1, random()))::int AS t2,
           1 + floor(random() * (%(places)s + 2))::int AS place, random() AS kind, random() AS way, random() AS language,
           random() AS meant, random() AS state, now() - random() * interval '80 days' AS published
    FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS number
), written AS (
    SELECT drawn.*, owners.id AS owner_id, owners.area_id, owners.side, owners.organisation_id, places.id AS place_id,
           format(titles.words, w1.word) AS heading,
           concat_ws(' ', format(x1.words, w2.word), format(x2.words, w3.word), format(x3.words, w4.word)) AS story,
           CASE WHEN g1.name < g2.name THEN ARRAY[g1.name, g2.name] WHEN g1.name > g2.name THEN ARRAY[g2.name, g1.name]
                ELSE ARRAY[g1.name] END AS names,
           concat_ws(' ', owners.organisation_name, places.name) AS spoken_for,
           concat_ws(' ', titles.parts, w1.parts, x1.parts, w2.parts, x2.parts, w3.parts, x3.parts, w4.parts,
                     g1.parts, g2.parts) AS parts
    FROM drawn
    JOIN scale_owner owners ON owners.area = drawn.area AND owners.k = drawn.owner
    JOIN scale_title titles ON titles.number = drawn.title
    JOIN scale_sentence x1 ON x1.number = s1
    JOIN scale_sentence x2 ON x2.number = s2
    JOIN scale_sentence x3 ON x3.number = s3
    JOIN scale_word w1 ON w1.rank = r1
    JOIN scale_word w2 ON w2.rank = r2
    JOIN scale_word w3 ON w3.rank = r3
    JOIN scale_word w4 ON w4.rank = r4
    JOIN scale_tag g1 ON g1.number = t1
    JOIN scale_tag g2 ON g2.number = t2
    LEFT JOIN scale_place places ON places.area = drawn.area AND places.k = drawn.place
), placed AS (
    INSERT INTO market_listing (
        area_id, owner_id, organisation_id, place_id, kind, way, title, description, "when", languages, photo, photo_alt,
        for_someone_else, side, visibility, published_at, changed_at, version, expires_at, paused_at, done_at, outcome,
        hidden_at, tag_names, words, compounds)
    SELECT area_id, owner_id, organisation_id, place_id, CASE WHEN kind < 0.6 THEN 'offer' ELSE 'request' END,
           (ARRAY['learn', 'swap', 'develop', 'share'])[1 + floor(way * 4)::int], heading, story,
           CASE WHEN way < 0.5 THEN 'op dinsdag- of donderdagavond' ELSE '' END,
           CASE WHEN language < 0.7 THEN ARRAY['nl'] WHEN language < 0.8 THEN ARRAY['nl', 'tr']
                WHEN language < 0.9 THEN ARRAY['nl', 'ar'] ELSE ARRAY['nl', 'en'] END,
           '', '', false, CASE WHEN meant < 0.1 THEN 'together' ELSE side END,
           CASE WHEN meant < 0.15 THEN 'members' ELSE 'everyone' END, published, published, 1,
           CASE WHEN state BETWEEN 0.07 AND 0.1 THEN now() - interval '1 day' ELSE published + interval '90 days' END,
           CASE WHEN state < 0.02 THEN published END, CASE WHEN state BETWEEN 0.02 AND 0.06 THEN published END,
           CASE WHEN state BETWEEN 0.02 AND 0.06 THEN 'yes' ELSE '' END,
           CASE WHEN state BETWEEN 0.06 AND 0.07 THEN published END,
           names, concat_ws(' ', array_to_string(names, ' '), spoken_for), parts
    FROM written RETURNING id, tag_names
)
INSERT INTO market_tagging (content_object_id, tag_id)
SELECT placed.id, market_tag.id FROM placed, unnest(placed.tag_names) AS name JOIN market_tag USING (name)
"""

SECONDARY = """
SELECT indexname, indexdef FROM pg_indexes
WHERE schemaname = current_schema() AND tablename = ANY(%s)
AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = format('%%I.%%I', schemaname, indexname)::regclass)
"""


def load(*, areas: int, listings: int, quiet: bool = False) -> int:
    """Fill up to `listings` listings over `areas` areas; return how many were added."""
    restore_indexes()
    figures = prepare(areas)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM market_listing WHERE area_id IN (SELECT id FROM scale_area)")
        present: int = cursor.fetchone()[0]
    missing = max(0, listings - present)
    with without_indexes(quiet=quiet) if missing > WORTH_DROPPING else transaction.atomic():
        add(figures, present, listings, quiet=quiet)
    finish()
    return missing


def prepare(areas: int) -> dict[str, Any]:
    """Make areas, people, places and words; return the figures that the batches are made with."""
    words, names = vocabulary(), list(NAMES)
    figures = {"areas": areas, "owners": OWNERS_PER_AREA, "places": PLACES_PER_AREA, "vocabulary": len(words)}
    figures |= {"titles": len(TITLES), "sentences": len(SENTENCES), "tags": len(TAGS)}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL client_min_messages = warning")
        for table in ("area", "place", "owner", "word", "title", "sentence", "tag"):
            cursor.execute(f"DROP TABLE IF EXISTS pg_temp.scale_{table}")
        for statement in statements(AREAS + PEOPLE + TABLES_OF_WORDS):
            cursor.execute(statement, {**figures, "names": names})
        for table, texts in (("word", words), ("title", TITLES), ("sentence", SENTENCES), ("tag", TAGS)):
            rows = [(number, text, search.compound_parts(text.replace("%s", " "))) for number, text in enumerate(texts, 1)]
            cursor.executemany(f"INSERT INTO scale_{table} VALUES (%s, %s, %s)", rows)  # noqa: S608 (our own names)
        for statement in statements(KNOWN_WORDS):
            cursor.execute(statement)
        for table in ("area", "place", "owner", "word", "title", "sentence", "tag"):
            cursor.execute(f"ANALYZE scale_{table}")
    return figures


def statements(script: str) -> list[str]:
    """Return the statements of a script, which hold no semicolon themselves."""
    return [statement for statement in map(str.strip, script.split(";")) if statement]


def vocabulary() -> list[str]:
    """Return Dutch words, the most common first: the known parts, then compounds of two of them."""
    parts = sorted({base for base in search.lexicon().values() if len(base) > search.SHORTEST_PART})
    chance = random.Random(2016)  # noqa: S311 (nothing secret: the same words each time)
    chance.shuffle(parts)
    compounds = (first + second for first, second in pairs(parts, chance))
    words = dict.fromkeys(parts)
    for word in compounds:
        if len(word) <= LONGEST_WORD:
            words[word] = None
        if len(words) == VOCABULARY:
            break
    return list(words)


def pairs(parts: list[str], chance: random.Random) -> Iterator[tuple[str, str]]:
    """Yield all pairs of different parts, in an arbitrary order that is the same each time."""
    every = [(first, second) for first in parts for second in parts if first != second]
    chance.shuffle(every)
    return iter(every)


def add(figures: dict[str, Any], present: int, listings: int, *, quiet: bool) -> None:
    """Add listings from number `present` on until there are `listings`, a batch per transaction."""
    with tqdm(total=listings, initial=min(present, listings), unit=" listings", disable=quiet) as bar:
        for first in range(present + 1, listings + 1, BATCH):
            last = min(first + BATCH - 1, listings)
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL synchronous_commit = off")
                cursor.execute("SET LOCAL work_mem = '256MB'")
                cursor.execute("SET LOCAL jit = off")
                cursor.execute("SELECT setseed(%s)", [first % 1_000_003 / 1_000_003])
                cursor.execute(LISTINGS, {**figures, "first": first, "last": last})
            bar.update(last - first + 1)


@contextmanager
def without_indexes(*, quiet: bool) -> Iterator[None]:
    """Load without the indexes that no constraint needs; what they were is written down first, in case this is killed."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(SECONDARY, [list(TABLES)])
        found = cursor.fetchall()
        cursor.execute("CREATE TABLE scale_index (name text, definition text)")
        cursor.executemany("INSERT INTO scale_index VALUES (%s, %s)", found)
        for name, _definition in found:
            cursor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")
    try:
        yield
    finally:
        restore_indexes(quiet=quiet)


def restore_indexes(*, quiet: bool = True) -> None:
    """Make the indexes again that a load, perhaps a killed one, dropped."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('scale_index')")
        if cursor.fetchone()[0] is None:
            return
        cursor.execute("SELECT name, definition FROM scale_index")
        wanted = cursor.fetchall()
    for name, definition in tqdm(wanted, desc="indexes", unit="", disable=quiet):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL maintenance_work_mem = '{MEMORY}'")
            cursor.execute(definition)
            cursor.execute("DELETE FROM scale_index WHERE name = %s", [name])
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE scale_index")


def finish() -> None:
    """Let the database learn what it holds now; where that can run, put away what was overwritten too."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.in_atomic_block else "VACUUM (ANALYZE)")
