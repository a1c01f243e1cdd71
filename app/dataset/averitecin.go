package dataset

import (
	"fmt"
	"strings"
	"time"

	"factmark/store"
)

// averitecKeys are those that are read; averitecNotes are those of them that become lines of the note.
var (
	averitecKeys = []string{"claim", "label", "justification", "claim_date", "speaker", "questions", "claim_types", "string_evidence", "claim_id", "document_id", "split",
		"required_reannotation"}
	averitecNotes = []string{"original_claim_url", "cached_original_claim_url", "fact_checking_article", "reporting_source", "location_ISO_code"}
)

// isAVeriTeC recognises claims with questions, or with what AVeriTeC alone says of a claim.
func isAVeriTeC(file []byte) bool {
	records := firstRecords(file)
	for _, raw := range records {
		k := objectOf(raw)
		if k.text("claim") == "" || !(kindOf(k["questions"]) == '[' || k.has("fact_checking_strategies") && k.has("claim_types") || kindOf(k["string_evidence"]) == '[' && k.has("label")) {
			return false
		}
	}
	return len(records) > 0
}

// readAVeriTeC reads claims with questions and answers. An answer is a piece of evidence from outside with its question as
// note; those of one question are a set. Its stance is that which the file says, otherwise that of the claim's label.
func readAVeriTeC(file []byte, in *Imported) error {
	list := newClaimList(in)
	for r := range jsonRecords(file) {
		err := r.err
		if err == nil {
			err = list.averitec(r)
		}
		if err != nil {
			in.bad(r.number, err)
		}
	}
	list.done()
	return nil
}

func (l *claimList) averitec(r jsonRecord) error {
	k := objectOf(r.raw)
	if k == nil {
		return fmt.Errorf("the record is not a JSON object")
	}
	label := k.text("label")
	meaning, stance := verdictMeaning(averitecValues, label)
	var types []string
	for _, raw := range elementsOf(k["claim_types"]) {
		types = append(types, stringOf(raw))
	}
	note := []string{k.text("justification")}
	for _, key := range averitecNotes {
		if said := k.text(key); said != "" {
			note = append(note, key+": "+said)
		}
	}
	var strategies []string
	for _, raw := range elementsOf(k["fact_checking_strategies"]) {
		strategies = append(strategies, stringOf(raw))
	}
	if len(strategies) > 0 {
		note = append(note, "fact_checking_strategies: "+strings.Join(strategies, ", "))
	}
	for _, question := range k.objects("questions") {
		if said := question.text("question"); said != "" && len(question.objects("answers")) == 0 {
			note = append(note, "Without an answer: "+said)
		}
	}
	index, err := l.add(store.ImportedClaim{Line: r.number, ClaimID: k.text("claim_id"), Label: label, Meaning: meaning, Claimant: k.text("speaker"), ClaimDate: isoDate(k.text("claim_date")),
		ClaimType: strings.Join(types, ", "), Note: strings.TrimSpace(strings.Join(note, "\n"))}, k.text("claim"))
	if err != nil {
		return err
	}
	for i, question := range k.objects("questions") {
		for _, answer := range answersOf(question) {
			l.evidence(answerEvidence(store.ImportedEvidence{Line: r.number, Claim: index, Set: i + 1, Stance: stance}, question.text("question"), answer))
		}
	}
	for i, raw := range elementsOf(k["string_evidence"]) {
		l.evidence(store.ImportedEvidence{Line: r.number, Claim: index, Set: i + 1, Stance: stance, Quote: stringOf(raw)})
	}
	l.passOver(k, append(append([]string{"fact_checking_strategies"}, averitecKeys...), averitecNotes...)...)
	return nil
}

// answersOf gives the answers of a question, which may be one alone.
func answersOf(question jsonKeys) []jsonKeys {
	if all := question.objects("answers"); all != nil {
		return all
	}
	if one := objectOf(question["answers"]); one != nil {
		return []jsonKeys{one}
	}
	return nil
}

func answerEvidence(e store.ImportedEvidence, question string, answer jsonKeys) store.ImportedEvidence {
	e.ID, e.Quote, e.URL, e.ArchiveURL = answer.text("evidence_id"), answer.text("answer"), answer.text("source_url"), answer.text("cached_source_url")
	if stance := strings.ToLower(answer.text("stance")); stance == "supports" || stance == "refutes" || stance == "context" {
		e.Stance = stance
	}
	note := []string{question}
	if explanation := answer.text("boolean_explanation"); explanation != "" {
		note = append(note, explanation)
	}
	if kind := answer.text("answer_type"); kind != "" && kind != "Extractive" {
		note = append(note, "Answer: "+kind)
	}
	for _, said := range []struct{ what, text string }{{"Source", answer.text("source_medium")}, {"Document", answer.text("document")}} {
		if said.text != "" && said.text != "Web text" && said.text != "Other" {
			note = append(note, said.what+": "+said.text)
		}
	}
	date := answer.text("date")
	if _, _, is := wholeDate(date); is {
		e.Published = date
	} else if date != "" {
		note = append(note, "Date: "+date)
	}
	e.Note = strings.TrimSpace(strings.Join(note, "\n"))
	return e
}

// isoDate gives a date that is written DD-MM-YYYY as ours are, and any other as it is.
func isoDate(date string) string {
	if at, err := time.Parse("2-1-2006", date); err == nil {
		return at.Format(time.DateOnly)
	}
	return date
}
