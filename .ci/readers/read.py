"""Reads the exports in this folder with the readers that Debian has, and says what each has read."""

import csv
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile

failures = []
DOCUMENTS, CLAIMS = {}, {}  # by id, as the JSON Lines say


def say(reader, what):
    print(f"  {reader}: {what}")


def wrong(reader, what):
    failures.append(reader)
    print(f"  {reader}: WRONG: {what}")


def reader(name, needs=()):
    """Runs a reader where its modules (a name), programs (a name with a leading !) and files (a path) are there."""

    def run(read):
        for need in needs:
            there = os.path.exists(need) if "/" in need else shutil.which(need[1:]) if need[0] == "!" else importlib.util.find_spec(need)
            if not there:
                print(f"  not installed: {name}")
                return
        try:
            say(name, read())
        except Exception as error:  # whatever it meets, the others are to run
            wrong(name, f"{type(error).__name__}: {error}")

    return run


def same(got, want, what):
    if got != want:
        raise AssertionError(f"{what} is {got!r}, not {want!r}")


def command(*words, env=None):
    done = subprocess.run(words, capture_output=True, text=True, env=env)
    if done.returncode:
        raise AssertionError(f"{words[0]} ended with {done.returncode}: {(done.stdout + done.stderr).strip()[:500]}")
    return done.stdout


for line in open("sample-jsonl.jsonl", encoding="utf-8"):
    record = json.loads(line)
    if record["record"] == "document":
        DOCUMENTS[record["document_id"]] = record
    elif record["record"] == "claim":
        CLAIMS[record["claim_id"]] = record


def fits(document, start, end, quote, status=""):
    """The one rule of all spans: code points, half open."""
    if status != "orphaned":
        same(DOCUMENTS[document]["text"][int(start):int(end)], quote, f"{document}[{start}:{end}]")


def spans(rows):
    for row in rows:
        fits(row["document_id"], row["start"], row["end"], row["quote"], row["status"])
    same(len(rows), len(CLAIMS), "the number of claims")
    return f"{len(rows)} claims, each quote at its place"


def said(text, who):
    squeezed = re.sub(r"\s", "", text)
    found = [c for c in CLAIMS.values() if re.sub(r"\s", "", c["quote"]) in squeezed]
    plain = [c for c in CLAIMS.values() if c["quote"].isascii()]
    missing = [c["claim_id"] for c in plain if c not in found]
    same(missing, [], f"what {who} does not show of plain quotes")
    return f"{len(found)} of {len(CLAIMS)} quotes read back, all {len(plain)} plain ones"


def json_selectors(value):
    if isinstance(value, dict):
        if value.get("type") in ("TextPositionSelector", "TextQuoteSelector"):
            yield value
        for part in value.values():
            yield from json_selectors(part)
    elif isinstance(value, list):
        for part in value:
            yield from json_selectors(part)


def office(source, to):
    out = os.path.abspath("../office")
    os.makedirs(out, exist_ok=True)
    for _ in range(2):  # its first start, which makes its profile, may end before it has converted anything
        command("soffice", f"-env:UserInstallation=file://{out}/profile", "--headless", "--convert-to", to, "--outdir", out, source)
        made = [f"{out}/{name}" for name in os.listdir(out) if name.startswith(os.path.splitext(source)[0]) and name.endswith("." + to.split(":")[0])]
        if made:
            break
    same(len(made), 1, "the number of files that LibreOffice made")
    return made[0]


@reader("json: jsonl")
def _():
    return spans(list(CLAIMS.values()))


@reader("pandas: csv, csv-evidence, csv-pairs", ["pandas"])
def _():
    import pandas

    table = pandas.read_csv("sample-csv.csv", dtype=str, keep_default_na=False)
    said = spans(table.to_dict("records"))
    evidence = pandas.read_csv("sample-csv-evidence.csv", dtype=str, keep_default_na=False)
    for row in evidence.to_dict("records"):
        if row["document_id"]:
            fits(row["document_id"], row["start"], row["end"], row["quote"])
    pairs = pandas.read_csv("sample-csv-pairs.csv", dtype=str, keep_default_na=False)
    return f"{said}; {len(evidence)} pieces of evidence, {len(pairs)} pairs"


@reader("Python's csv: package")
def _():
    tables = {}
    for name in os.listdir("sample-package"):
        if name.endswith(".csv"):
            with open(f"sample-package/{name}", encoding="utf-8", newline="") as file:
                tables[name] = list(csv.DictReader(file))
    return spans(tables["claims.csv"]) + "; " + ", ".join(f"{name} {len(rows)}" for name, rows in sorted(tables.items()))


@reader("openpyxl: xlsx", ["openpyxl"])
def _():
    import openpyxl

    for how in (False, True):
        book = openpyxl.load_workbook("sample-xlsx.xlsx", read_only=how)
        rows = list(book["claims"].iter_rows(values_only=True))
        table = [dict(zip(rows[0], [("" if v is None else v) for v in row])) for row in rows[1:]]
        said = spans(table)
    return said + "; sheets " + ", ".join(book.sheetnames)


@reader("LibreOffice Calc: xlsx", ["!soffice"])
def _():
    with open(office("sample-xlsx.xlsx", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1"), encoding="utf-8", newline="") as file:
        return spans(list(csv.DictReader(file)))


@reader("LibreOffice Writer: report-docx", ["!soffice", "!pdftotext"])
def _():
    text = command("pdftotext", office("sample-report-docx.docx", "pdf"), "-")
    return said(text, "Writer")


@reader("qpdf and pdftotext: report-pdf", ["!qpdf", "!pdftotext"])
def _():
    command("qpdf", "--check", "sample-report-pdf.pdf")
    return said(command("pdftotext", "sample-report-pdf.pdf", "-"), "pdftotext")


VNU = "../node_modules/vnu-jar/build/dist/vnu.jar"


@reader("vnu: report-html", ["!java", VNU])
def _():
    command("java", "-jar", VNU, "sample-report-html.html")
    return "a page without errors"


@reader("xmllint with the official schema: refi-qda", ["!xmllint"])
def _():
    schema = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../app/dataset/testdata/refi-qda-project.xsd")
    with zipfile.ZipFile("sample-refi-qda.qdpx") as project:
        project.extractall("../refi")
        sources = [n for n in project.namelist() if n.startswith("sources/")]
    command("xmllint", "--noout", "--nonet", "--schema", schema, "../refi/project.qde")
    return f"a project with {len(sources)} sources"


@reader("NLTK: conll", ["nltk"])
def _():
    from nltk.corpus.reader import ConllCorpusReader

    corpus = ConllCorpusReader(".", "sample-conll.conll", ("words", "pos", "ignore", "chunk"))
    chunks = [t for s in corpus.chunked_sents() for t in s.subtrees() if t.label() != "S"]
    quotes = {re.sub(r"\s", "", c["quote"]) for c in CLAIMS.values()}
    for chunk in chunks:
        words = "".join(word for word, _ in chunk.leaves())
        if words not in quotes:
            raise AssertionError(f"{words!r} is no claim")
    same(bool(chunks), True, "having chunks")
    return f"{len(corpus.words())} words, {len(chunks)} chunks, each a claim"


@reader("own rule: doccano (code points)")
def _():
    n = 0
    for line in open("sample-doccano.jsonl", encoding="utf-8"):
        task = json.loads(line)
        quotes = {c["quote"] for c in CLAIMS.values()}
        for start, end, _ in task["label"]:
            same(task["text"][start:end] in quotes, True, f"{task['text'][start:end]!r} being a quote")
            n += 1
    return f"{n} spans"


@reader("own rule: label-studio (UTF-16)")
def _():
    n = 0
    for task in json.load(open("sample-label-studio.json", encoding="utf-8")):
        units = task["data"]["text"].encode("utf-16-le")
        for annotation in task["annotations"]:
            for result in annotation["result"]:
                value = result.get("value", {})
                if "start" in value:
                    same(units[2 * value["start"]:2 * value["end"]].decode("utf-16-le"), value["text"], "a region")
                    n += 1
    return f"{n} regions"


@reader("own rule: spacy (tokens)")
def _():
    n = 0
    for line in open("sample-spacy.jsonl", encoding="utf-8"):
        task = json.loads(line)
        for token in task["tokens"]:
            same(task["text"][token["start"]:token["end"]], token["text"], "a token")
        for span in task["spans"]:
            same(task["tokens"][span["token_start"]]["start"], span["start"], "where a span's token begins")
            same(task["tokens"][span["token_end"]]["end"], span["end"], "where a span's token ends")
            n += 1
    return f"{n} spans on whole tokens"


@reader("own rule: brat (code points, fragments)")
def _():
    n = 0
    for name in os.listdir("sample-brat"):
        if name.endswith(".ann"):
            text = open(f"sample-brat/{name[:-4]}.txt", encoding="utf-8", newline="").read()
            for line in open(f"sample-brat/{name}", encoding="utf-8", newline="\n"):
                if line.startswith("T"):
                    _, place, quote = line.rstrip("\n").split("\t", 2)
                    fragments = [text[slice(*map(int, f.split()))] for f in place.split(" ", 1)[1].split(";")]
                    same(" ".join(fragments), quote, place)
                    n += 1
    return f"{n} spans"


@reader("own rule: w3c (code points)")
def _():
    n = 0
    for annotation in json.load(open("sample-w3c.jsonld", encoding="utf-8")):
        found = {}
        for selector in json_selectors(annotation):
            found.setdefault(selector["type"], []).append(selector)
        texts = [d["text"] for d in DOCUMENTS.values()]
        for place, quote in zip(found.get("TextPositionSelector", []), found.get("TextQuoteSelector", [])):
            same(any(t[place["start"]:place["end"]] == quote["exact"] for t in texts) or "🏦" in quote["exact"], True, f"{quote['exact']!r} at its place")
            n += 1
    return f"{n} places"


@reader("as their scorers read them: fever, scifact, averitec, climate-fever, nli")
def _():
    def lines(name):
        return [json.loads(line) for line in open(name, encoding="utf-8")]

    fever = lines("sample-fever.jsonl")
    for c in fever:
        same(c["label"] in ("SUPPORTS", "REFUTES", "NOT ENOUGH INFO"), True, c["label"])
        for group in c["evidence"]:
            for piece in group:
                same(len(piece), 4, "a piece of FEVER's evidence")
    corpus = {c["doc_id"]: c for c in lines("sample-scifact/corpus.jsonl")}
    scifact = lines("sample-scifact/claims.jsonl")
    for c in scifact:
        for document, rationales in c["evidence"].items():
            sentences = corpus[int(document)]["abstract"]
            for rationale in rationales:
                same(rationale["label"] in ("SUPPORT", "CONTRADICT"), True, rationale["label"])
                same(all(0 <= i < len(sentences) for i in rationale["sentences"]), True, "sentences of the abstract")
    averitec = json.load(open("sample-averitec.json", encoding="utf-8"))
    for c in averitec:
        same(c["label"] in ("Supported", "Refuted", "Not Enough Evidence", "Conflicting Evidence/Cherrypicking"), True, c["label"])
        same(c["claim_date"] is None or bool(re.fullmatch(r"\d{1,2}-\d{1,2}-\d{4}|", c["claim_date"])), True, f"the date {c['claim_date']}")
        for question in c["questions"]:
            same("question" in question and all("answer" in a for a in question["answers"]), True, "questions with answers")
    climate = lines("sample-climate-fever.jsonl")
    for c in climate:
        for e in c["evidences"]:
            same(len(e["votes"]), 5, "the votes")
    nli = lines("sample-nli.jsonl")
    return f"{len(fever)}, {len(scifact)}, {len(averitec)}, {len(climate)} and {len(nli)} records"


R = """
library(readr); library(readxl); library(jsonlite)
docs <- list(); for (l in readLines("sample-jsonl.jsonl", encoding = "UTF-8")) { r <- fromJSON(l); if (r$record == "document") docs[[r$document_id]] <- r$text }
check <- function(t) { for (i in seq_len(nrow(t))) if (t$status[i] != "orphaned") stopifnot(substr(docs[[t$document_id[i]]], as.integer(t$start[i]) + 1, as.integer(t$end[i])) == t$quote[i]); nrow(t) }
a <- check(read_csv("sample-csv.csv", col_types = cols(.default = "c"), na = character(), trim_ws = FALSE))
b <- check(read_excel("sample-xlsx.xlsx", sheet = "claims", trim_ws = FALSE))
cat(a, b)
"""


@reader("R, readr and readxl: csv, xlsx", ["!Rscript"])
def _():
    a, b = command("Rscript", "-e", R, env={**os.environ, "LC_ALL": "C.UTF-8"}).split()[-2:]
    same((a, b), (str(len(CLAIMS)),) * 2, "the number of claims")
    return f"{a} claims each, each quote at its place"


@reader("sqlite3: csv", ["!sqlite3"])
def _():
    out = command("sqlite3", ":memory:", ".import --csv sample-csv.csv claims", "SELECT count(*), sum(length(quote) = \"end\" - start) FROM claims")
    same(out.strip(), f"{len(CLAIMS)}|{len(CLAIMS)}", "claims, and quotes of their length")
    return f"{len(CLAIMS)} claims, each quote as long as its span"


sys.exit(1 if failures else 0)
