#!/usr/bin/env python3
"""Lays out the text that `handrail train language --data DIR` reads: DIR/SOURCE/CODE.txt, a text a line.

    mkdir packages && cd packages
    pip download --no-deps --ignore-requires-python homeassistant==2026.11.0 \
        home-assistant-frontend==20261028.6 django==6.1.3 django-oscar==4.2.1 \
        django-allauth==65.21.1 django-cms==5.1.3 wagtail==8.0.1 django-helpdesk==2.6.1
    python3 collect.py PACKAGES LINGUA DIR

PACKAGES holds these wheels; LINGUA is a directory with the unpacked crates `lingua-*-language-model-1.3.0`
(such as cargo's own source directory after `cargo add` of each and `cargo fetch`). Licences: NOTICE.
Translations that equal the English text are left out, placeholders and markup are taken out.
Of the Lingua crates every second line goes to DIR/held-out/CODE.txt, which is not for training.
"""
import json
import re
import sys
import zipfile
from collections import defaultdict
from pathlib import Path

CODES = """en de fr es pt it nl sv da no fi pl cs sk hu ro tr vi id hr ca et lv lt sl
ru uk bg sr ar fa ur he hi el th ko ja zh""".split()

ALIASES = {"nb": "no", "nb_NO": "no", "pt-BR": "pt", "pt_BR": "pt", "pt_PT": "pt", "es-419": "es",
           "es_AR": "es", "es_MX": "es", "es_CO": "es", "es_VE": "es", "en-GB": "en", "zh-Hans": "zh",
           "zh-Hant": "zh", "zh_Hans": "zh", "zh_Hant": "zh", "zh_CN": "zh", "zh_TW": "zh", "de_DE": "de",
           "fr_FR": "fr", "es_ES": "es", "it_IT": "it", "ru_RU": "ru", "pl_PL": "pl", "tr_TR": "tr",
           "sv_SE": "sv", "nl_NL": "nl", "cs_CZ": "cs", "sk_SK": "sk", "hu_HU": "hu", "ro_RO": "ro",
           "fi_FI": "fi", "da_DK": "da", "id_ID": "id", "vi_VN": "vi", "hr_HR": "hr", "el_GR": "el",
           "ko_KR": "ko", "ja_JP": "ja", "fa_IR": "fa", "he_IL": "he", "uk_UA": "uk", "bg_BG": "bg",
           "lt_LT": "lt", "lv_LV": "lv", "et_EE": "et", "sl_SI": "sl", "ca_ES": "ca"}

LINGUA = {"english": "en", "german": "de", "french": "fr", "spanish": "es", "portuguese": "pt",
          "italian": "it", "dutch": "nl", "swedish": "sv", "danish": "da", "bokmal": "no", "finnish": "fi",
          "polish": "pl", "czech": "cs", "slovak": "sk", "hungarian": "hu", "romanian": "ro",
          "turkish": "tr", "vietnamese": "vi", "indonesian": "id", "croatian": "hr", "catalan": "ca",
          "estonian": "et", "latvian": "lv", "lithuanian": "lt", "slovene": "sl", "russian": "ru",
          "ukrainian": "uk", "bulgarian": "bg", "serbian": "sr", "arabic": "ar", "persian": "fa",
          "urdu": "ur", "hebrew": "he", "hindi": "hi", "greek": "el", "thai": "th", "korean": "ko",
          "japanese": "ja", "chinese": "zh"}

WHEELS = ["django-6", "django_oscar", "django_allauth", "django_cms", "wagtail", "django_helpdesk"]


def code_of(name):
    code = ALIASES.get(name, name)
    return code if code in CODES else None


def clean(text):
    text = re.sub(r"```.*?```|`[^`]*`|<[^>]*>|\[%.*?%\]|\{\{.*?\}\}|\{%.*?%\}", " ", text, flags=re.S)
    text = re.sub(r"\]\([^)]*\)", " ", text)
    text = re.sub(r"%\(\w+\)[-#0-9.]*[a-zA-Z]|%[sdif]|\{[^}]*\}|https?://\S+|&\w+;|[*#_\[\]{}|~]", " ", text)
    return re.sub(r"\s+", " ", text).strip()


def letters(text):
    return sum(character.isalpha() for character in text)


def flat(value, path=()):
    if isinstance(value, dict):
        for key, below in value.items():
            yield from flat(below, path + (key,))
    elif isinstance(value, str):
        yield path, value


def home_assistant(wheel):
    folders = defaultdict(dict)
    with zipfile.ZipFile(wheel) as archive:
        for name in sorted(archive.namelist()):
            found = re.fullmatch(r"(.*)/translations/([\w-]+?)(?:-[0-9a-f]{32})?\.json", name) or re.fullmatch(
                r"(.*/translations/[\w/]+)/([\w-]+?)-[0-9a-f]{32}\.json", name)
            if found:
                folders[found[1]][found[2]] = json.loads(archive.read(name))
    for languages in folders.values():
        english = dict(flat(languages.get("en", {})))
        for name, values in sorted(languages.items()):
            code = code_of(name)
            for path, text in flat(values) if code else ():
                if code == "en" or english.get(path) != text:
                    yield code, text


def unquote(lines):
    text = "".join(line[line.index('"') + 1:line.rindex('"')] for line in lines)
    return text.replace("\\n", " ").replace('\\"', '"').replace("\\t", " ").replace("\\\\", "\\")


def gettext(text):
    """Pairs of message and translation; plural forms each on their own."""
    for entry in re.split(r"\n\s*\n", text.replace("\r\n", "\n")):
        if "#, fuzzy" in entry or re.search(r"^#,.*fuzzy", entry, re.M):
            continue
        parts, now = {}, None
        for line in entry.split("\n"):
            found = re.match(r"(msgid|msgid_plural|msgstr(?:\[\d\])?)\s+\"", line)
            if found:
                now = found[1]
                parts[now] = [line]
            elif line.startswith('"') and now:
                parts[now].append(line)
            elif not line.startswith("#"):
                now = None
        source = unquote(parts["msgid"]) if "msgid" in parts else ""
        if source:
            for key, lines in parts.items():
                if key.startswith("msgstr"):
                    yield source, unquote(lines)


def translations(wheel):
    with zipfile.ZipFile(wheel) as archive:
        for name in sorted(archive.namelist()):
            found = re.search(r"/locale/([\w-]+)/LC_MESSAGES/\w+\.po$", name)
            code = code_of(found[1]) if found else None
            if code:
                for source, text in gettext(archive.read(name).decode("utf-8", "replace")):
                    if code != "en":
                        yield "en", source
                        if text != source:
                            yield code, text


def write(folder, texts, most):
    """At most so many characters a language, chosen by an even stride, so that each part is there."""
    folder.mkdir(parents=True, exist_ok=True)
    for code, lines in sorted(texts.items()):
        lines = list(dict.fromkeys(line for line in map(clean, lines) if letters(line) >= 3))
        total = sum(map(len, lines))
        stride = max(1, -(-total // most))
        kept = [line for at, line in enumerate(lines) if at % stride == 0]
        (folder / f"{code}.txt").write_text("\n".join(kept) + "\n", encoding="utf-8")
        print(folder.name, code, len(kept), "texts", sum(map(len, kept)), "characters")


def main(packages, lingua, out):
    packages, lingua, out = Path(packages), Path(lingua), Path(out)
    texts = defaultdict(list)
    for code, text in home_assistant(next(packages.glob("homeassistant-*.whl"))):
        texts[code].append(text)
    write(out / "home-assistant", texts, 600_000)
    texts = defaultdict(list)
    for code, text in home_assistant(next(packages.glob("home_assistant_frontend-*.whl"))):
        texts[code].append(text)
    write(out / "home-assistant-frontend", texts, 600_000)
    texts = defaultdict(list)
    for start in WHEELS:
        for code, text in translations(next(packages.glob(start + "*.whl"))):
            texts[code].append(text)
    write(out / "django", texts, 300_000)
    training, held_out = defaultdict(list), defaultdict(list)
    for name, code in LINGUA.items():
        folder = lingua / f"lingua-{name}-language-model-1.3.0" / "testdata"
        for file in ("sentences.txt", "word-pairs.txt", "single-words.txt"):
            lines = (folder / file).read_text(encoding="utf-8").splitlines()
            training[code] += lines[0::2]
            if file == "sentences.txt":
                held_out[code] += lines[1::2]
    write(out / "leipzig", training, 1_000_000)
    write(out / "held-out", held_out, 1_000_000)


if __name__ == "__main__":
    main(*sys.argv[1:])
