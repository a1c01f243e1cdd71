package dataset

import (
	"archive/zip"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"factmark/store"
)

// isSciFact recognises claims with the numbers of the documents they cite, alone or in an archive with these.
func isSciFact(file []byte) bool {
	if isArchive(file) {
		claims, corpus, _ := scifactParts(file)
		return len(claims) > 0 && corpus != nil
	}
	return isSciFactClaims(file)
}

func isSciFactClaims(file []byte) bool {
	records := firstRecords(file)
	for _, raw := range records {
		if k := objectOf(raw); k.text("claim") == "" || k.word("id") == "" || kindOf(k["evidence"]) != '{' || kindOf(k["cited_doc_ids"]) != '[' {
			return false
		}
	}
	return len(records) > 0
}

// scifactParts finds the files with claims and the corpus in an archive, those of the names that SciFact has, and the one in which
// we say what the ids of claims are.
func scifactParts(file []byte) (claims []*zip.File, corpus, ids *zip.File) {
	archive, err := openArchive(file)
	if err != nil {
		return nil, nil, nil
	}
	for _, f := range archive.File {
		switch base := path.Base(f.Name); {
		case isHidden(f.Name):
		case base == "corpus.jsonl":
			corpus = f
		case base == scifactIDs:
			ids = f
		case strings.HasPrefix(base, "claims") && strings.HasSuffix(base, ".jsonl"):
			claims = append(claims, f)
		}
	}
	return claims, corpus, ids
}

// readSciFact reads claims. With the corpus its documents come along, and evidence has its place in them.
func readSciFact(file []byte, in *Imported) error {
	s := &scifactReader{claimList: newClaimList(in), documents: map[string]scifactText{}, ours: map[string]string{}}
	if !isArchive(file) {
		s.read(file)
		s.done()
		return nil
	}
	claims, corpus, ids := scifactParts(file)
	if len(claims) == 0 || corpus == nil {
		return fmt.Errorf("it is no SciFact archive: claims.jsonl or corpus.jsonl is missing")
	}
	left := min(mostUnpacked(file), LargestFile)
	content := func(f *zip.File) ([]byte, error) {
		text, err := unpack(f, left)
		if err == nil {
			left -= int64(len(text))
			text, err = plain(text)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", shorten(f.Name), err)
		}
		return text, nil
	}
	texts, err := content(corpus)
	if err != nil {
		return err
	}
	s.corpus(texts)
	if ids != nil {
		text, err := content(ids)
		if err != nil {
			return err
		}
		s.places(text)
	}
	for _, f := range claims {
		text, err := content(f)
		if err != nil {
			return err
		}
		s.read(text)
	}
	s.done()
	return nil
}

type scifactReader struct {
	*claimList
	documents map[string]scifactText // by number
	ours      map[string]string      // ids of claims in Factmark, by number
}

// places takes in the ids of claims. Their places count in the texts they were made in, which the corpus does not have.
func (s *scifactReader) places(file []byte) {
	for r := range jsonRecords(file) {
		if k := objectOf(r.raw); r.err == nil && k.text("claim_id") != "" {
			s.ours[k.word("id")] = k.text("claim_id")
		}
	}
}

// scifactText is a document of the corpus: its sentences parted by spaces.
type scifactText struct {
	sum, title string
	sentences  []sentence
}

// corpus takes in the documents.
func (s *scifactReader) corpus(file []byte) {
	for r := range jsonRecords(file) {
		k := objectOf(r.raw)
		if r.err != nil || k == nil || k.word("doc_id") == "" {
			s.in.bad(r.number, fmt.Errorf("corpus.jsonl: the record is no document with a doc_id"))
			continue
		}
		var text strings.Builder
		var d scifactText
		points := 0
		for i, raw := range elementsOf(k["abstract"]) {
			one := withLF(strings.ReplaceAll(stringOf(raw), "\x00", "\uFFFD"))
			if i > 0 {
				text.WriteByte(' ')
				points++
			}
			text.WriteString(one)
			length := utf8.RuneCountInString(one)
			d.sentences = append(d.sentences, sentence{points, points + length, one})
			points += length
		}
		if strings.TrimSpace(text.String()) == "" {
			s.in.bad(r.number, fmt.Errorf("corpus.jsonl: the document %s has no text", shorten(k.word("doc_id"))))
			continue
		}
		d.sum, d.title = textSum(text.String()), k.text("title")
		if d.title == "" {
			d.title = "Document " + k.word("doc_id")
		}
		s.documents[k.word("doc_id")] = d
		s.in.Documents = append(s.in.Documents, store.ImportedDocument{Line: r.number, NewDocument: store.NewDocument{Title: d.title, Text: text.String()}})
	}
}

func (s *scifactReader) read(file []byte) {
	for r := range jsonRecords(file) {
		err := r.err
		if err == nil {
			err = s.claim(r)
		}
		if err != nil {
			s.in.bad(r.number, err)
		}
	}
}

func (s *scifactReader) claim(r jsonRecord) error {
	k := objectOf(r.raw)
	if k == nil {
		return fmt.Errorf("the record is not a JSON object")
	}
	type piece struct {
		document, stance string
		set              int
		sentences        []string
	}
	var pieces []piece
	evidence := objectOf(k["evidence"])
	said := map[string]bool{}
	set := 0
	for _, document := range slices.Sorted(maps.Keys(evidence)) {
		for _, rationale := range objectsOf(evidence[document]) {
			p := piece{document: document}
			set++
			p.set = set
			switch label := rationale.text("label"); foldValue(label) {
			case foldValue(scifactValues[supported]), "supports":
				p.stance = "supports"
			case foldValue(scifactValues[refuted]), "refutes":
				p.stance = "refutes"
			default:
				p.stance = "context"
			}
			said[p.stance] = true
			for _, number := range elementsOf(rationale["sentences"]) {
				p.sentences = append(p.sentences, wordOf(number))
			}
			pieces = append(pieces, p)
		}
	}
	c := store.ImportedClaim{Line: r.number, ClaimID: firstNonEmpty(s.ours[k.word("id")], k.word("id"))}
	switch { // a claim has no verdict of its own: the evidence has
	case said["supports"] && !said["refutes"]:
		c.Label, c.Meaning = scifactValues[supported], "supported"
	case said["refutes"] && !said["supports"]:
		c.Label, c.Meaning = scifactValues[refuted], "disputed"
	case len(said) == 0 && kindOf(k["evidence"]) == '{':
		c.Label, c.Meaning = scifactValues[notEnough], "unclear"
	}
	index, err := s.add(c, k.text("claim"))
	if err != nil {
		return err
	}
	for _, p := range pieces {
		for _, number := range p.sentences {
			s.evidence(s.piece(store.ImportedEvidence{Line: r.number, Claim: index, Set: p.set, Stance: p.stance}, p.document, number))
		}
	}
	for _, raw := range elementsOf(k["cited_doc_ids"]) {
		if id := wordOf(raw); !evidence.has(id) {
			s.unread["cited document without evidence"]++
		}
	}
	s.passOver(k, "id", "claim", "evidence", "cited_doc_ids")
	return nil
}

// piece is a sentence as evidence: a span of a document that came along, otherwise an outside source that says which it is.
func (s *scifactReader) piece(e store.ImportedEvidence, document, number string) store.ImportedEvidence {
	d, there := s.documents[document]
	n, sound := wholeNumberOf([]byte(number))
	if !there || !sound || n >= len(d.sentences) || strings.TrimSpace(d.sentences[n].text) == "" {
		e.Note = fmt.Sprintf("Sentence %s of document %s", number, document)
		return e
	}
	at := d.sentences[n]
	e.DocumentSHA256, e.DocumentTitle, e.Start, e.End, e.Quote = d.sum, d.title, at.start, at.end, at.text
	return e
}
