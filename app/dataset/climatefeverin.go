package dataset

import (
	"fmt"

	"factmark/store"
)

// isClimateFEVER recognises claims with passages and their votes.
func isClimateFEVER(file []byte) bool {
	records := firstRecords(file)
	for _, raw := range records {
		if k := objectOf(raw); k.text("claim") == "" || k.text("claim_label") == "" || kindOf(k["evidences"]) != '[' {
			return false
		}
	}
	return len(records) > 0
}

// readClimateFEVER reads claims with passages. A passage is a piece of evidence from outside, whose votes stand in its note.
func readClimateFEVER(file []byte, in *Imported) error {
	list := newClaimList(in)
	for r := range jsonRecords(file) {
		err := r.err
		if err == nil {
			err = list.climate(r)
		}
		if err != nil {
			in.bad(r.number, err)
		}
	}
	list.done()
	return nil
}

func (l *claimList) climate(r jsonRecord) error {
	k := objectOf(r.raw)
	if k == nil {
		return fmt.Errorf("the record is not a JSON object")
	}
	label := k.text("claim_label")
	meaning, _ := verdictMeaning(climateValues, label)
	index, err := l.add(store.ImportedClaim{Line: r.number, ClaimID: k.word("claim_id"), Label: label, Meaning: meaning}, k.text("claim"))
	if err != nil {
		return err
	}
	for i, p := range k.objects("evidences") {
		_, stance := verdictMeaning(climateValues, p.text("evidence_label"))
		e := store.ImportedEvidence{Line: r.number, Claim: index, Set: i + 1, Stance: stance, URL: p.text("article"), Quote: p.text("evidence"), Note: p.word("evidence_id")}
		votes := ""
		for _, raw := range elementsOf(p["votes"]) {
			if vote := stringOf(raw); vote != "" {
				votes += " " + vote
			}
		}
		if votes != "" {
			e.Note += "; votes:" + votes
		}
		l.evidence(e)
	}
	l.passOver(k, "claim_id", "claim", "claim_label", "evidences", "claim_ids", "document", "split")
	return nil
}
