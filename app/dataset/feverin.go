package dataset

import (
	"encoding/json"
	"fmt"
	"strings"

	"factmark/store"
)

// feverKeys are the keys of FEVER and of the sets made after it that are read.
var feverKeys = []string{"id", "verifiable", "label", "claim", "evidence", "evidence_text", "claim_id", "document", "split", "annotator_operations", "challenge", "expected_challenge"}

// isFEVER recognises claims with evidence in sets of page and sentence, or as FEVEROUS has it; those of a test set have neither
// label nor evidence.
func isFEVER(file []byte) bool {
	records := firstRecords(file)
	some := false
	for i, raw := range records {
		k := objectOf(raw)
		if k == nil || k.has("cited_doc_ids", "questions", "evidences", "text", "record") {
			return false
		}
		if i == 0 && k.has("evidence", "label") && k.text("claim") == "" {
			continue // the head of FEVEROUS
		}
		if k.text("claim") == "" || k.word("id") == "" {
			return false
		}
		switch {
		case k.has("evidence"):
			if !isFEVEREvidence(k["evidence"]) || k.text("label") == "" {
				return false
			}
			some = true
		case k.has("label"):
			return false
		}
		blind := !k.has("evidence", "label")
		for key := range k {
			if blind && key != "id" && key != "claim" {
				return false
			}
		}
		some = some || blind
	}
	return some
}

// isFEVEREvidence tells evidence in sets of lists of four, or of FEVEROUS's objects.
func isFEVEREvidence(raw json.RawMessage) bool {
	if kindOf(raw) != '[' {
		return false
	}
	for _, set := range elementsOf(raw) {
		if objectOf(set).has("content") {
			continue
		}
		if kindOf(set) != '[' {
			return false
		}
		for _, member := range elementsOf(set) {
			if len(elementsOf(member)) < 4 {
				return false
			}
		}
	}
	return true
}

// readFEVER reads claims whose evidence names pages and sentences. Where a line has the sentences' texts they are quotes.
func readFEVER(file []byte, in *Imported) error {
	list := newClaimList(in)
	for r := range jsonRecords(file) {
		err := r.err
		if err == nil {
			err = list.fever(r)
		}
		if err != nil {
			in.bad(r.number, err)
		}
	}
	list.done()
	return nil
}

func (l *claimList) fever(r jsonRecord) error {
	k := objectOf(r.raw)
	if k == nil {
		return fmt.Errorf("the record is not a JSON object")
	}
	if r.number == 1 && k.text("claim") == "" && k.has("evidence") {
		return nil // the head of FEVEROUS
	}
	label := k.text("label")
	meaning, stance := verdictMeaning(feverValues, label)
	index, err := l.add(store.ImportedClaim{Line: r.number, ClaimID: claimIDOf(k, "id"), Label: label, Meaning: meaning}, k.text("claim"))
	if err != nil {
		return err
	}
	texts := map[string]string{}
	for _, named := range elementsOf(k["evidence_text"]) {
		if parts := elementsOf(named); len(parts) == 3 {
			texts[stringOf(parts[0])+"\x00"+wordOf(parts[1])] = stringOf(parts[2])
		}
	}
	for i, set := range elementsOf(k["evidence"]) {
		e := store.ImportedEvidence{Line: r.number, Claim: index, Set: i + 1, Stance: stance}
		for _, id := range elementsOf(objectOf(set)["content"]) { // as FEVEROUS has it: Page_sentence_3
			piece := e
			piece.URL, _, _ = strings.Cut(stringOf(id), "_sentence_")
			piece.Note = stringOf(id)
			l.evidence(piece)
		}
		for _, member := range elementsOf(set) {
			parts := elementsOf(member)
			if len(parts) < 4 {
				return fmt.Errorf("its evidence %d has no page and sentence", i+1)
			}
			page, number := stringOf(parts[2]), wordOf(parts[3])
			if page == "" {
				continue // there is none
			}
			piece := e
			piece.URL, piece.Quote, piece.Note = page, texts[page+"\x00"+number], fmt.Sprintf("Sentence %s of %s", number, page)
			if len(parts) > 4 && piece.Quote == "" {
				piece.Quote = stringOf(parts[4])
			}
			if n, sound := wholeNumberOf(parts[3]); !sound {
				piece.Note = page
			} else if url, is := strings.CutSuffix(page, fmt.Sprintf("#%s", page[max(0, len(page)-8):])); is && strings.Contains(url, "://") && piece.Quote != "" {
				piece.URL, piece.Note = url, fmt.Sprintf("Sentence %d", n)
			}
			l.evidence(piece)
		}
	}
	l.passOver(k, feverKeys...)
	return nil
}
