package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"

	"factmark/seeds"
)

// exampleClaim is what two people have said of a passage of a sample document. Quotes stand in the documents word by word; documents are
// numbered as in package seeds.
type exampleClaim struct {
	document  int
	quote     string
	label     string
	note      string
	statement string
	person    string
	evidence  []examplePassage
	other     string // what the other person has said in a review, a label
}

type examplePassage struct {
	stance   string
	document int
	quote    string
}

const ana, ben = "Ana Ruiz", "Ben Okafor"

var exampleClaims = []exampleClaim{
	{document: 0, quote: "ISIS is not a significant force that could create problems in Afghanistan", label: "Disputed", person: ana,
		evidence: []examplePassage{
			{"refutes", 1, "IS-K has continued to carry out deadly attacks, particularly targeting civilians"},
			{"refutes", 2, "ISIS continues to launch attacks in Afghanistan, resulting in numerous casualties among Afghans"},
			{"context", 4, "The presence of ISK sanctuaries in Afghanistan is undeniable"},
		}, other: "Disputed"},
	{document: 0, quote: "cash reserves in Iraq and Syria alone are estimated to be around $10 million", label: "Not enough info", person: ben,
		evidence: []examplePassage{{"refutes", 2, "reduced the group's financial reserves to between $10 to $25 million"}}, other: "Not enough info"},
	{document: 0, quote: "ISIS-K has strengthened its financial and logistical capabilities over the past six months", label: "Supported", person: ana,
		evidence: []examplePassage{{"supports", 3, "enhanced its financial and logistical capacities"}}},
	{document: 0, quote: "their security forces have dismantled ISIS-K bases in the country", label: "Not enough info", person: ana, note: "Ask for the provinces and dates."},
	{document: 1, quote: "IS-K was recruiting inside Pakistan", label: "Not enough info", person: ben,
		evidence: []examplePassage{{"context", 3, "The group also recruits religiously motivated youth in Afghanistan"}}, other: "Not enough info"},
	{document: 1, quote: "Russia’s envoy, Vassily Nebenzia, attributed the growing IS-K threat to the hasty withdrawal", label: "Supported", person: ana},
	{document: 2, quote: "actions have significantly hindered ISIS-K's ability to conduct attacks within Afghanistan", label: "Disputed", person: ben,
		evidence: []examplePassage{
			{"supports", 0, "dismantled ISIS-K bases in the country and weakened the group’s ability to threaten national and regional security"},
			{"refutes", 3, "The group has carried out numerous deadly attacks"},
		}, other: "Supported"},
	{document: 2, quote: "ISIS still maintains a force of three to five thousand fighters", label: "Supported", person: ben},
	{document: 3, quote: "a stark warning about the escalating strength of the Islamic State group’s Afghanistan-based Khorasan Province branch", label: "Supported", person: ben},
	{document: 3, quote: "deadly attack on the Crocus City Hall concert venue near Moscow in March, which claimed 145 lives", label: "Supported", person: ana,
		note: "145 is what the Russian authorities say; see the court’s list of names.", evidence: []examplePassage{{"supports", 3, "the group killed at least 145 in the Crocus City Hall concert venue near Moscow"}}},
	{document: 3, quote: "Russia’s worst terrorist violence in two decades", person: ben},
	{document: 3, quote: "IS-KP has increased its recruitment efforts", label: "Not enough info", person: ben, note: "Six months before August 2024, not before February 2025."},
	{document: 3, quote: "IS-KP could attack Western interests abroad in as little as six months", label: "Supported", person: ana,
		evidence: []examplePassage{{"supports", 4, "they can do an external operation against US or Western interests in under six months"}}},
	{document: 3, quote: "some of the hundreds of thousands of US citizens living abroad could be in the range of an attack", label: "Not enough info", person: ana},
	{document: 3, quote: "there is no longer any threat emanating from Afghan soil", label: "Disputed", person: ana,
		statement: "No threat by IS-KP comes from Afghanistan any more.",
		evidence: []examplePassage{
			{"refutes", 2, "ISIS continues to launch attacks in Afghanistan"},
			{"refutes", 1, "IS-K has continued to carry out deadly attacks"},
			{"refutes", 3, "poses a significant and growing threat"},
		}, other: "Disputed"},
	{document: 3, quote: "Originally established in 2015", label: "Supported", person: ana},
	{document: 3, quote: "killing 13 US troops and at least 170 civilians", label: "Supported", person: ben, other: "Not enough info"},
	{document: 4, quote: "killing two and injuring 12 employees", label: "Not enough info", person: ben},
	{document: 4, quote: "ISIS does not exist in Afghanistan", label: "Disputed", person: ana,
		evidence: []examplePassage{{"refutes", 4, "The presence of ISK sanctuaries in Afghanistan is undeniable"}, {"refutes", 1, "IS-K has continued to carry out deadly attacks"}}, other: "Disputed"},
}

// A record of the JSON Lines that factmark claims reads; see .github/formats.md.
type record map[string]any

// writeExamples writes the sample documents into one folder, and into another claims.jsonl, the example claims, and what two people
// have since made of some of them: ana.jsonl and ben.jsonl.
func writeExamples(folder, documents string) error {
	var texts []string
	for _, f := range seeds.Files() {
		texts = append(texts, string(f.Bytes))
		if err := os.WriteFile(filepath.Join(documents, f.Name), f.Bytes, 0o600); err != nil {
			return err
		}
	}
	place := func(document int, quote string) (start, end int, hash string, err error) {
		before, _, found := strings.Cut(texts[document], quote)
		if !found {
			return 0, 0, "", fmt.Errorf("sample %d does not say %q", document, quote)
		}
		start = len([]rune(before))
		sum := sha256.Sum256([]byte(texts[document]))
		return start, start + len([]rune(quote)), hex.EncodeToString(sum[:]), nil
	}
	const made = "2025-02-11T09:%02d:00.000Z"
	records := []record{{"record": "workspace", "format": "factmark", "version": 1, "offset_unit": "codepoint"}}
	for i, c := range exampleClaims {
		start, end, hash, err := place(c.document, c.quote)
		if err != nil {
			return err
		}
		claim := exampleID(i)
		at := fmt.Sprintf(made, i)
		row := record{"record": "claim", "claim_id": claim, "document_sha256": hash, "start": start, "end": end, "offset_unit": "codepoint", "quote": c.quote,
			"label": c.label, "note": c.note, "statement": c.statement, "annotator": c.person, "created_at": at, "updated_at": at, "status": "open"}
		var evidence, decisions []record
		for j, e := range c.evidence {
			start, end, hash, err := place(e.document, e.quote)
			if err != nil {
				return err
			}
			evidence = append(evidence, record{"evidence_id": fmt.Sprintf("0194f500-0000-7000-8001-%06d%06d", i+1, j+1), "claim_id": claim, "evidence_set": j + 1,
				"stance": e.stance, "document_sha256": hash, "start": start, "end": end, "quote": e.quote, "annotator": c.person, "created_at": at, "updated_at": at})
		}
		if c.other != "" {
			reviewer := ana
			if c.person == ana {
				reviewer = ben
			}
			decisions = append(decisions, record{"decision_id": fmt.Sprintf("0194f500-0000-7000-8002-%012d", i+1), "claim_id": claim, "person": reviewer, "kind": "label",
				"label": c.other, "created_at": at, "updated_at": at})
		}
		row["evidence"], row["decisions"] = evidence, decisions
		records = append(records, row)
	}
	// What the two have since made of two claims, each in a copy of the workspace.
	changed := func(label string) []record {
		rows := []record{records[0]}
		for _, i := range []int{1, 4} {
			row := maps.Clone(records[1+i])
			row["label"] = label
			rows = append(rows, row)
		}
		return rows
	}
	for name, rows := range map[string][]record{"claims.jsonl": records, "ana.jsonl": changed("Supported"), "ben.jsonl": changed("Disputed")} {
		var out bytes.Buffer
		for _, r := range rows {
			line, err := json.Marshal(r)
			if err != nil {
				return err
			}
			out.Write(append(line, '\n'))
		}
		if err := os.WriteFile(filepath.Join(folder, name), out.Bytes(), 0o600); err != nil {
			return err
		}
	}
	return nil
}

func exampleID(i int) string { return fmt.Sprintf("0194f500-0000-7000-8000-%012d", i+1) }
