"""What the patterns of the built-in schema find in French sentences, and the laws that hold of every match.

In the table a name is written [Name CLASS]; one before the bar stands in the context, the nearest first.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from kg.extract import load_pipelines
from kg.extract.frames import matches
from kg.schema import RelationType, Schema, load_schema, read_frame
from tests.make_doc import Word, make_doc

if TYPE_CHECKING:
    from spacy.language import Language

NAME = re.compile(r"(\[[^]]+ [A-Z]\])")
PARSING = ("tok2vec", "morphologizer", "trainable_lemmatizer", "parser")

CLASSES = {
    "O": "ORG", "P": "PERSON", "X": "PRODUCT", "T": "TECHNOLOGY", "E": "EVENT", "L": "PLACE", "V": "VULNERABILITY",
    "M": "MALWARE", "A": "THREAT_ACTOR", "R": "REGULATION",
}  # fmt: skip

STATED = {
    "acquires": [
        ("[Acme O] a racheté [Globex O] pour 3 millions d'euros.", "Acme > Globex"),
        ("[Globex O] a été racheté par [Acme O] l'an dernier.", "Acme > Globex"),
        ("La startup [Globex O], rachetée par [Acme O] en 2024, emploie dix personnes.", "Acme > Globex"),
        ("[Acme O], qui a racheté [Globex O] en 2020, licencie.", "Acme > Globex"),
        ("[Globex O], que [Acme O] a racheté en 2020, licencie.", "Acme > Globex"),
        ("[Acme O] compte racheter la société [Globex O].", "Acme > Globex"),
        ("[Acme O] a décidé d'acquérir [Globex O].", "Acme > Globex"),
        ("[Acme O] annonce son intention de racheter [Globex O].", "Acme > Globex"),
        ("[Acme O] annonce le rachat de la startup [Globex O].", "Acme > Globex"),
        ("Le rachat de [Globex O] par [Acme O] est terminé.", "Acme > Globex"),
        ("L'acquisition de [Globex O] par le groupe [Acme O] a été approuvée.", "Acme > Globex"),
        ("[Acme O] a racheté [Globex O] et [Initech O].", "Acme > Globex, Acme > Initech"),
        ("[Acme O] et [Initech O] vont racheter [Globex O].", "Acme > Globex, Initech > Globex"),
        ("[Acme O] | L'entreprise a aussi racheté [Globex O].", "Acme > Globex"),
        ("[Acme O] | Elle a racheté [Globex O] en 2021.", "Acme > Globex"),
    ],
    "investsIn": [
        ("[Acme O] a investi 3 millions d'euros dans [Globex O].", "Acme > Globex"),
        ("[Acme O] investit dans la startup [Globex O].", "Acme > Globex"),
        ("[Globex O] a levé 30 millions d'euros auprès de [Acme O].", "Acme > Globex"),
        ("[Acme O] est actionnaire de [Globex O].", "Acme > Globex"),
        ("[Acme O] a pris une participation dans [Globex O].", "Acme > Globex"),
        ("[Jane Doe P], qui a investi dans [Globex O], s'en félicite.", "Jane Doe > Globex"),
    ],
    "supplies": [
        ("[Acme O] fournit des puces à [Globex O].", "Acme > Globex"),
        ("[Acme O], fournisseur de [Globex O], embauche.", "Acme > Globex"),
        ("[Globex O] est client de [Acme O].", "Acme > Globex"),
        ("[Globex O] a commandé mille serveurs à [Acme O].", "Acme > Globex"),
    ],
    "partnersWith": [
        ("[Acme O] noue un partenariat avec [Globex O] et [Initech O].", "Acme > Globex, Acme > Initech"),
        ("Le partenariat entre [Acme O] et [Globex O] date de 2020.", "Acme > Globex"),
        ("[Acme O] s'associe à [Globex O] pour lancer un service.", "Acme > Globex"),
        ("[Acme O] et [Globex O] s'associent.", "Acme > Globex"),
        ("[Acme O] collabore avec [Globex O].", "Acme > Globex"),
        ("[Acme O], partenaire de [Globex O], s'en réjouit.", "Acme > Globex"),
    ],
    "competesWith": [
        ("[Acme O] est un concurrent de [Globex O].", "Acme > Globex"),
        ("[Acme O], concurrent de [Globex O], embauche.", "Acme > Globex"),
        ("[Acme O] rivalise avec [Globex O].", "Acme > Globex"),
        ("[FluxCore X] est une alternative à [Zorglub X].", "FluxCore > Zorglub"),
    ],
    "partOf": [
        ("[Acme O] est une filiale de [Globex O].", "Acme > Globex"),
        ("[Acme O], filiale de [Globex O], embauche.", "Acme > Globex"),
        ("[Globex O] et sa filiale [Acme O] annoncent une hausse.", "Acme > Globex"),
        ("[Acme O] appartient à [Globex O].", "Acme > Globex"),
        ("[FluxCore X] fait partie de [Zorglub X].", "FluxCore > Zorglub"),
    ],
    "develops": [
        ("[Acme O] développe [FluxCore X].", "Acme > FluxCore"),
        ("Le framework [FluxCore X] est développé par [Acme O].", "Acme > FluxCore"),
        ("[FluxCore X], conçu par [Acme O], est gratuit.", "Acme > FluxCore"),
        ("[Jane Doe P], créatrice de [FluxCore X], est optimiste.", "Jane Doe > FluxCore"),
        ("[Acme O] a conçu et développé [FluxCore X].", "Acme > FluxCore"),
        ("[Acme O] a annoncé le lancement de [FluxCore X].", "Acme > FluxCore"),
    ],
    "uses": [
        ("[FluxCore X] utilise [Rust T].", "FluxCore > Rust"),
        ("[FluxCore X], écrit en [Rust T], est gratuit.", "FluxCore > Rust"),
        ("[FluxCore X] s'appuie sur [Rust T] et repose sur [WebAssembly T].",
         "FluxCore > Rust, FluxCore > WebAssembly"),
        ("[Rust T] est utilisé par [Acme O].", "Acme > Rust"),
        ("[FluxCore X] | Il utilise [Rust T].", "FluxCore > Rust"),
        ("[Acme O], [FluxCore X] | Cet outil utilise [Rust T].", "FluxCore > Rust"),
        ("[FluxCore X], un outil performant écrit en [Rust T], est gratuit.", "FluxCore > Rust"),
        ("[FluxCore X] est un outil écrit en [Rust T].", "FluxCore > Rust"),
        ("[Acme O] emploie des langages modernes comme [Rust T].", "Acme > Rust"),
    ],
    "supports": [
        ("[FluxCore X] prend en charge [Vulkan T].", "FluxCore > Vulkan"),
        ("[FluxCore X] est compatible avec [Linux X].", "FluxCore > Linux"),
        ("[FluxCore X] | Elle prend également en charge [Vulkan T] et [Metal T].",
         "FluxCore > Vulkan, FluxCore > Metal"),
        ("[FluxCore X] fonctionne sous [Linux X].", "FluxCore > Linux"),
    ],
    "replaces": [
        ("[FluxCore X] remplace [Zorglub X].", "FluxCore > Zorglub"),
        ("[Zorglub X] est remplacé par [FluxCore X].", "FluxCore > Zorglub"),
        ("[FluxCore X], successeur de [Zorglub X], est gratuit.", "FluxCore > Zorglub"),
        ("[FluxCore X] succède à [Zorglub X].", "FluxCore > Zorglub"),
    ],
    "worksFor": [
        ("[Jane Doe P], PDG d'[Acme O], a déclaré que tout va bien.", "Jane Doe > Acme"),
        ("[Jane Doe P], directrice technique chez [Acme O], est optimiste.", "Jane Doe > Acme"),
        ("Le PDG d'[Acme O], [Jane Doe P], est optimiste.", "Jane Doe > Acme"),
        ("[Jane Doe P] est chercheuse chez [Acme O].", "Jane Doe > Acme"),
        ("[Jane Doe P] travaille pour [Acme O].", "Jane Doe > Acme"),
        ("[Jane Doe P] a rejoint [Acme O].", "Jane Doe > Acme"),
        ("[Jane Doe P], fondatrice et PDG d'[Acme O], est optimiste.", "Jane Doe > Acme"),
    ],
    "founded": [
        ("[Jane Doe P] a fondé [Acme O] en 2010.", "Jane Doe > Acme"),
        ("[Acme O] a été fondée par [Jane Doe P] et [John Roe P].", "Jane Doe > Acme, John Roe > Acme"),
        ("[Jane Doe P], fondatrice d'[Acme O], est optimiste.", "Jane Doe > Acme"),
        ("[Jane Doe P], cofondateur et directeur d'[Acme O], est optimiste.", "Jane Doe > Acme"),
        ("L'entreprise [Acme O], fondée par [Jane Doe P], embauche.", "Jane Doe > Acme"),
    ],
    "locatedIn": [
        ("[Acme O] est basée à [Lyon L].", "Acme > Lyon"),
        ("[Acme O], basée à [Lyon L], embauche.", "Acme > Lyon"),
        ("Le [Salon E] se tiendra à [Lyon L].", "Salon > Lyon"),
    ],
    "presentAt": [
        ("[Acme O] participe au [Salon E].", "Acme > Salon"),
        ("[Acme O] a présenté [FluxCore X] lors du [Salon E].", "Acme > Salon, FluxCore > Salon"),
    ],
    "targets": [
        ("[Lazarus A] cible [Acme O].", "Lazarus > Acme"),
        ("[Acme O] a été piraté par [Lazarus A].", "Lazarus > Acme"),
        ("[Acme O] est victime de [Lazarus A].", "Lazarus > Acme"),
        ("Le malware [DarkFoo M] infecte les utilisateurs de [Windows X].", "DarkFoo > Windows"),
        ("Les attaques de [Lazarus A] contre [Acme O] continuent.", "Lazarus > Acme"),
    ],
    "affects": [
        ("La faille [HoleBar V] affecte [FluxCore X].", "HoleBar > FluxCore"),
        ("[FluxCore X] est touché par [HoleBar V].", "HoleBar > FluxCore"),
        ("[HoleBar V], une vulnérabilité dans [FluxCore X], est grave.", "HoleBar > FluxCore"),
    ],
    "exploits": [
        ("[Lazarus A] exploite la faille [HoleBar V].", "Lazarus > HoleBar"),
        ("[HoleBar V] est exploitée par [Lazarus A].", "Lazarus > HoleBar"),
        ("[HoleBar V] | Les groupes [Bitter A] et [Lazarus A] exploitent activement cette faille.",
         "Bitter > HoleBar, Lazarus > HoleBar"),
        ("L'exploitation de [HoleBar V] par [Lazarus A] continue.", "Lazarus > HoleBar"),
    ],
    "discovered": [
        ("[Acme O] a découvert la faille [HoleBar V].", "Acme > HoleBar"),
        ("Les chercheurs de [Acme O] ont découvert [DarkFoo M].", "Acme > DarkFoo"),
        ("La faille [HoleBar V], découverte par [Acme O], est grave.", "Acme > HoleBar"),
        ("[HoleBar V] a été signalée par [Jane Doe P].", "Jane Doe > HoleBar"),
    ],
    "fixes": [
        ("[Acme O] a corrigé la faille [HoleBar V].", "Acme > HoleBar"),
        ("[HoleBar V] a été corrigée par [Acme O].", "Acme > HoleBar"),
        ("[Acme O] publie un correctif pour [HoleBar V].", "Acme > HoleBar"),
        ("[FluxCore X] corrige [HoleBar V].", "FluxCore > HoleBar"),
    ],
    "actsAgainst": [
        ("La [CNIL O] a condamné [Acme O].", "CNIL > Acme"),
        ("La [CNIL O] inflige une amende à [Acme O].", "CNIL > Acme"),
        ("[Acme O] a été sanctionné par la [CNIL O].", "CNIL > Acme"),
        ("La [CNIL O] enquête sur [Acme O].", "CNIL > Acme"),
        ("[Globex O] a porté plainte contre [Acme O].", "Globex > Acme"),
    ],
}  # fmt: skip


SILENT = [
    ("acquires", "[Acme O] et [Globex O] ont racheté [Initech O].", "Acme > Globex"),
    ("acquires", "[Acme O] a été racheté par [Globex O].", "Acme > Globex"),
    ("acquires", "[Acme O] a contacté la société [Globex O], qui a racheté [Initech O].", "Acme > Initech"),
    ("acquires", "Le concurrent de [Acme O] a racheté [Globex O].", "Acme > Globex"),
    ("acquires", "[Acme O] demande à [Globex O] de racheter [Initech O].", "Acme > Initech"),
    ("acquires", "[Acme O] a racheté un fournisseur de [Globex O].", "Acme > Globex"),
    ("acquires", "[Jane Doe P] | Elle a racheté [Globex O].", "Jane Doe > Globex"),
    ("acquires", "[Acme O] | Racheter [Globex O] coûterait cher.", "Acme > Globex"),
    ("acquires", "[Acme O] | L'entreprise qui a racheté [Globex O] est inconnue.", "Acme > Globex"),
    ("investsIn", "[Acme O] investit dans la recherche avec [Globex O].", "Acme > Globex"),
    ("partOf", "[Acme O] a une filiale en [France L].", "Acme > France"),
    ("uses", "[Acme O], [FluxCore X] | L'entreprise utilise [Rust T].", "FluxCore > Rust"),
    ("uses", "[FluxCore X] | Utilisez [Rust T] pour commencer.", "FluxCore > Rust"),
    ("develops", "[FluxCore X], conçu par [Acme O], remplace [Zorglub X].", "Acme > Zorglub"),
    ("worksFor", "[Jane Doe P] a rencontré le PDG d'[Acme O].", "Jane Doe > Acme"),
    ("replaces", "[FluxCore X] est remplacé par [Zorglub X].", "FluxCore > Zorglub"),
    ("targets", "[Acme O] a été piraté par [Lazarus A].", "Acme > Lazarus"),
]
"""What a sentence does not state, however near its names stand."""


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_pipelines().get("fr")


def parsed(text: str, nlp: Language) -> Doc:
    """One sentence as the bundled parser reads it."""
    doc = nlp.make_doc(text)
    for token in doc:
        token.is_sent_start = token.i == 0
    for name in PARSING:
        doc = nlp.get_pipe(name)(doc)
    return doc


def found(sentence: str, nlp: Language) -> dict[str, set[str]]:
    """What is found in a sentence of a table, by relation."""
    context, bar, text = sentence.rpartition(" | ")
    plain, spans = "", []
    for part in NAME.split(f"{context}. {text}" if bar else text):
        name, letter = (part[1:-1].rsplit(" ", 1)) if NAME.fullmatch(part) else (part, "")
        if letter:
            spans.append((len(plain), len(plain) + len(name), CLASSES[letter]))
        plain += name
    start = len(plain) - len(NAME.sub(lambda match: match[0][1:-3], text))
    doc = Doc.from_docs([parsed(part, nlp) for part in (plain[:start].rstrip(), plain[start:]) if part])
    mentions = [doc.char_span(first, last, label=label) for first, last, label in spans]
    assert None not in mentions
    inside = [mention for mention in mentions if mention is not None and mention.start_char >= start]
    outside = [mention for mention in mentions if mention is not None and mention.start_char < start]
    sentence_start = next(token.i for token in doc if token.idx >= start)
    stated: dict[str, set[str]] = defaultdict(set)
    for match in matches(doc[sentence_start:], inside, load_schema(), outside):
        stated[match.relation].add(f"{match.head.text} > {match.tail.text}")
    return stated


@pytest.mark.parametrize(
    ("relation", "sentence", "expected"), [(relation, *row) for relation, rows in STATED.items() for row in rows]
)
def test_what_a_sentence_states(relation: str, sentence: str, expected: str, nlp: Language) -> None:
    assert found(sentence, nlp)[relation] == set(expected.split(", "))


@pytest.mark.parametrize(("relation", "sentence", "wrong"), SILENT)
def test_what_a_sentence_does_not_state(relation: str, sentence: str, wrong: str, nlp: Language) -> None:
    assert wrong not in found(sentence, nlp)[relation]


def test_the_table_has_every_relation() -> None:
    assert set(STATED) == set(load_schema().relations)


BOUGHT = [
    Word("Acme", 3, "nsubj:pass", "PROPN"),
    Word("a", 3, "aux", "AUX", "avoir"),
    Word("été", 3, "aux:pass", "AUX", "être"),
    Word("racheté", 3, "ROOT", "VERB", "racheter", "Tense=Past|VerbForm=Part"),
    Word("par", 5, "case", "ADP"),
    Word("Globex", 3, "obl:agent", "PROPN"),
]


def test_a_match_says_which_words_led_to_it() -> None:
    doc = make_doc(BOUGHT, {"Acme": "ORG", "Globex": "ORG"})
    (match,) = matches(doc[:], doc.ents, load_schema())
    assert (match.relation, match.head, match.tail) == ("acquires", doc.ents[1], doc.ents[0])
    assert [word.text for word in match.words] == ["racheté", "par"]
    assert match.frame in load_schema().relations["acquires"].patterns


def test_what_the_classes_do_not_allow_is_no_match() -> None:
    doc = make_doc(BOUGHT, {"Acme": "PLACE", "Globex": "ORG"})
    assert matches(doc[:], doc.ents, load_schema()) == []


def test_a_symmetric_relation_stands_in_the_order_of_the_text() -> None:
    words = [
        Word("Avec", 1, "case", "ADP", "avec"),
        Word("Globex", 4, "obl", "PROPN"),
        Word(",", 1, "punct", "PUNCT"),
        Word("Acme", 4, "nsubj", "PROPN"),
        Word("collabore", 4, "ROOT", "VERB", "collaborer", "VerbForm=Fin"),
    ]
    doc = make_doc(words, {"Acme": "ORG", "Globex": "ORG"})
    (match,) = matches(doc[:], doc.ents, load_schema())
    assert (match.head.text, match.tail.text) == ("Globex", "Acme")


def test_the_nearest_mention_that_fits_stands_for_a_pronoun() -> None:
    words = [
        Word("Paris", 0, "ROOT", "PROPN"),
        Word("Acme", 0, "conj", "PROPN"),
        Word("Initech", 0, "conj", "PROPN"),
        Word("elle", 4, "nsubj", "PRON", "lui"),
        Word("rachète", 4, "ROOT", "VERB", "racheter", "VerbForm=Fin"),
        Word("Globex", 4, "obj", "PROPN"),
    ]
    doc = make_doc(words, {"Paris": "PLACE", "Acme": "ORG", "Initech": "ORG", "Globex": "ORG"})
    *context, globex = doc.ents
    bought = [m for m in matches(doc[3:], [globex], load_schema(), context) if m.relation == "acquires"]
    assert [(match.head.text, match.tail.text) for match in bought] == [("Acme", "Globex")]
    assert matches(doc[3:], [globex], load_schema()) == []


def test_a_relation_of_an_analyst_needs_no_more_than_its_pattern() -> None:
    label, pattern = {"fr": "parraine"}, read_frame("HEAD sponsoriser|patronner TAIL")
    sponsors = RelationType("sponsors", label, label, frozenset({("ORG", "EVENT")}), patterns=(pattern,))
    words = [
        Word("Acme", 2, "nsubj", "PROPN"),
        Word("Globex", 0, "conj", "PROPN"),
        Word("patronnent", 2, "ROOT", "VERB", "patronnent", "VerbForm=Fin"),
        Word("Salon", 2, "obj", "PROPN"),
    ]
    doc = make_doc(words, {"Acme": "ORG", "Globex": "ORG", "Salon": "EVENT"})
    schema = Schema(load_schema().classes, {"sponsors": sponsors})
    matched = matches(doc[:], doc.ents, schema)
    assert [(match.relation, match.head.text, match.tail.text) for match in matched] == [
        ("sponsors", "Acme", "Salon"),
        ("sponsors", "Globex", "Salon"),
    ]


DEPS = [
    "nsubj",
    "nsubj:pass",
    "obj",
    "obl",
    "obl:agent",
    "nmod",
    "appos",
    "conj",
    "acl",
    "acl:relcl",
    "advcl",
    "xcomp",
    "ccomp",
    "case",
    "cop",
    "det",
    "aux",
    "aux:pass",
    "flat:name",
    "amod",
    "mark",
    "punct",
    "parataxis",
]
LEMMAS = [("Acme", "PROPN"), ("Globex", "PROPN"), ("Jane", "PROPN"), ("racheter", "VERB"), ("rachat", "NOUN"),
          ("investir", "VERB"), ("PDG", "NOUN"), ("compatible", "ADJ"), ("chez", "ADP"), ("de", "ADP"), ("par", "ADP"),
          ("qui", "PRON"), ("elle", "PRON"),
          ("entreprise", "NOUN"), ("son", "DET"), ("et", "CCONJ"), (",", "PUNCT"),
          ("partenariat", "NOUN"), ("entre", "ADP"), ("permettre", "VERB"), ("être", "AUX")]  # fmt: skip


@st.composite
def trees(draw: st.DrawFn) -> Doc:
    """A sentence of any words, parsed in any way."""
    size = draw(st.integers(2, 14))
    order = draw(st.permutations(range(size)))
    heads = {order[0]: order[0]}
    for rank, place in enumerate(order[1:], 1):
        heads[place] = order[draw(st.integers(0, rank - 1))]
    words = []
    for place in range(size):
        lemma, pos = draw(st.sampled_from(LEMMAS))
        dep = "ROOT" if heads[place] == place else draw(st.sampled_from(DEPS))
        morph = draw(st.sampled_from(["", "VerbForm=Fin", "VerbForm=Inf", "Tense=Past|VerbForm=Part"]))
        words.append(Word(lemma, heads[place], dep, pos, lemma, morph if pos == "VERB" else ""))
    return make_doc(words, {"Acme": "ORG", "Globex": "ORG", "Jane": "PERSON"})


@given(trees(), st.integers(0, 3))
def test_whatever_the_parse_matches_join_given_names_as_the_schema_allows(doc: Doc, outside: int) -> None:
    schema, mentions = load_schema(), doc.ents
    start = mentions[min(outside, len(mentions) - 1)].start if mentions else 0
    context = [mention for mention in mentions if mention.start < start]
    inside = [mention for mention in mentions if mention.start >= start]
    matched = matches(doc[start:], inside, schema, context)
    assert matched == matches(doc[start:], inside, schema, context)
    for match in matched:
        assert {match.head, match.tail} <= {*inside, *context}
        assert {match.head, match.tail} & {*inside}
        assert match.head.text != match.tail.text
        assert schema.allows(match.head.label_, match.relation, match.tail.label_)
        places = [word.i for word in match.words]
        assert places == sorted(set(places))
        assert min(places) >= start
        assert match.frame in schema.relations[match.relation].patterns
    ends = [(match.relation, match.head, match.tail) for match in matched]
    assert len(ends) == len(set(ends))
