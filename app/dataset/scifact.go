package dataset

import (
	"io/fs"
	"slices"
	"strconv"

	"factmark/store"
)

// scifactFormat is the form of SciFact, as its scorer reads it: claims with the sentences that bear on them, and the
// documents as lists of sentences. A claim has no other keys, since the scorer refuses them.
var scifactFormat = &Format{
	Name: "scifact", Title: "SciFact", Extension: ".zip", Unit: NoOffsets, Texts: true,
	Holds: []string{"quote", "statement", "label", "meaning", "fine_label", "evidence", "evidence_set", "claim_id", "document_id", "document_sha256", "document", "start", "end"},
	Remarks: []string{
		"The files are claims.jsonl, corpus.jsonl and ids.jsonl, which says for the number of each claim what its id and place in Factmark are.",
		"A document is the list of its sentences, without the white space between them.",
		"Evidence is whole sentences of documents: those that its span touches, numbered from 0 as the window parts the text into sentences.",
		"For one claim, all evidence in one document has one verdict, and a sentence is in one set only, as SciFact's scorer wants it.",
	},
	Accepts: []string{
		"SciFact’s claims alone, or in an archive with their corpus, whose documents come along.",
	},
	writeFiles: writeSciFact,
	owns:       func(folder fs.FS) bool { return holdsOnly(folder, "claims.jsonl", "corpus.jsonl", scifactIDs) },
	recognise:  isSciFact,
	read:       readSciFact,
}

// scifactIDs is the file that says what the numbers of claims stand for.
const scifactIDs = "ids.jsonl"

// scifactValues are the verdicts of claims; a claim itself has none, only its evidence.
var scifactValues = [4]string{"SUPPORT", "CONTRADICT", "NOT_ENOUGH_INFO", "CONTRADICT"}

type (
	scifactClaim struct {
		ID       int64                         `json:"id"`
		Claim    string                        `json:"claim"`
		Evidence map[string][]scifactRationale `json:"evidence"` // by the number of the document
		Cited    []int64                       `json:"cited_doc_ids"`
	}
	scifactRationale struct {
		Sentences []int  `json:"sentences"`
		Label     string `json:"label"`
	}
	scifactDocument struct {
		ID         int64    `json:"doc_id"`
		Title      string   `json:"title"`
		Abstract   []string `json:"abstract"`
		Structured bool     `json:"structured"`
		DocumentID string   `json:"document_id"`
	}
	scifactPlace struct {
		ID         int64  `json:"id"`
		ClaimID    string `json:"claim_id"`
		DocumentID string `json:"document_id"`
		SHA256     string `json:"document_sha256"`
		Start      int    `json:"start"` // code points, half open
		End        int    `json:"end"`
	}
)

func writeSciFact(files Files, in *Selection) error {
	s := &scifactWriter{in: in, texts: sentenceTexts{in: in}, inCorpus: map[string]bool{}}
	for _, d := range in.export.Documents {
		s.add(corpusText{d.ID, d.Title, d.SHA256})
	}
	for _, part := range []struct {
		name  string
		write func(*lines) error
	}{{"claims.jsonl", s.claims}, {"corpus.jsonl", s.documents}, {scifactIDs, s.places}} {
		file, err := files(part.name)
		if err != nil {
			return err
		}
		out := newLines(file)
		if err := part.write(out); err != nil {
			return err
		}
		if err := out.flush(); err != nil {
			return err
		}
	}
	return nil
}

type scifactWriter struct {
	in       *Selection
	texts    sentenceTexts
	corpus   []corpusText // those in scope, then those that evidence lies in
	inCorpus map[string]bool
}

// corpusText is a document whose text is in the corpus.
type corpusText struct{ id, title, sum string }

func (s *scifactWriter) claims(out *lines) error {
	return s.in.eachVerdict(scifactValues, func(_ *Document, c *Claim, verdict string) error {
		line := scifactClaim{ID: numberOf(c.ID), Claim: c.Text(), Evidence: map[string][]scifactRationale{}, Cited: []int64{}}
		stances := s.stances(c, verdict)
		for _, set := range c.evidenceSets() {
			byDocument := map[string][]Evidence{}
			var order []string
			for _, e := range set.Pieces {
				if !e.Placed {
					s.in.Lose("evidence outside the texts", "SciFact's evidence is sentences of its documents", c.ID)
					continue
				}
				if byDocument[e.DocumentID] == nil {
					order = append(order, e.DocumentID)
				}
				byDocument[e.DocumentID] = append(byDocument[e.DocumentID], e)
			}
			if len(order) > 1 && set.Stance != string(store.StanceContext) {
				s.in.Lose("set of evidence over more than one document", "SciFact's sets lie in one document, so that each part is a set of its own", c.ID)
			}
			for _, id := range order {
				pieces := byDocument[id]
				s.add(corpusText{id, pieces[0].Document, pieces[0].DocumentSHA256})
				number := numberOf(id)
				if !slices.Contains(line.Cited, number) {
					line.Cited = append(line.Cited, number)
				}
				switch set.Stance {
				case string(store.StanceContext):
					s.in.Lose("evidence that is context", "SciFact's evidence supports or contradicts; the document is cited", c.ID)
					continue
				case stances[id]:
				default:
					s.in.Lose("evidence of another stance", "all evidence of a claim in one document has one label in SciFact", c.ID)
					continue
				}
				label := map[string]string{"supports": scifactValues[supported], "refutes": scifactValues[refuted]}[set.Stance]
				sentences, err := s.sentences(pieces)
				if err != nil {
					return err
				}
				key := strconv.FormatInt(number, 10)
				line.Evidence[key] = s.withRationale(line.Evidence[key], scifactRationale{sentences, label}, c)
			}
		}
		return out.Encode(line)
	})
}

// stances chooses, for each document with evidence that supports and evidence that refutes, the one that is written: that of
// the verdict.
func (s *scifactWriter) stances(c *Claim, verdict string) map[string]string {
	chosen := map[string]string{}
	wanted := string(store.StanceRefutes)
	if verdict == scifactValues[supported] {
		wanted = string(store.StanceSupports)
	}
	for _, e := range c.Evidence {
		if e.Placed && e.Stance != string(store.StanceContext) && chosen[e.DocumentID] != wanted {
			chosen[e.DocumentID] = e.Stance
		}
	}
	return chosen
}

// sentences gives the numbers of the sentences of pieces of evidence in one document, sorted.
func (s *scifactWriter) sentences(pieces []Evidence) ([]int, error) {
	var numbers []int
	for _, e := range pieces {
		all, err := s.texts.of(e.DocumentSHA256)
		if err != nil {
			return nil, err
		}
		first, behind := overlapping(all, e.Start, e.End)
		for n := first; n < behind; n++ {
			numbers = append(numbers, n)
		}
	}
	slices.Sort(numbers)
	return slices.Compact(numbers), nil
}

// withRationale adds a set of sentences. Sets that share a sentence become one.
func (s *scifactWriter) withRationale(all []scifactRationale, more scifactRationale, c *Claim) []scifactRationale {
	kept := all[:0:0]
	for _, r := range all {
		if !slices.ContainsFunc(r.Sentences, func(n int) bool { return slices.Contains(more.Sentences, n) }) {
			kept = append(kept, r)
			continue
		}
		if !slices.Equal(r.Sentences, more.Sentences) {
			s.in.Lose("set of evidence that shares a sentence with another", "a sentence is in one set in SciFact, so that they are one", c.ID)
		}
		more.Sentences = append(more.Sentences, r.Sentences...)
		slices.Sort(more.Sentences)
		more.Sentences = slices.Compact(more.Sentences)
	}
	return append(kept, more)
}

func (s *scifactWriter) add(t corpusText) {
	if !s.inCorpus[t.id] {
		s.inCorpus[t.id] = true
		s.corpus = append(s.corpus, t)
	}
}

func (s *scifactWriter) documents(out *lines) error {
	for _, d := range s.corpus {
		text, err := s.in.TextOf(d.sum)
		if err != nil {
			return err
		}
		line := scifactDocument{ID: numberOf(d.id), Title: d.title, Abstract: []string{}, DocumentID: d.id}
		for _, sentence := range sentencesOf(text) {
			line.Abstract = append(line.Abstract, sentence.text)
		}
		if err := out.Encode(line); err != nil {
			return err
		}
	}
	return nil
}

// places says which claim each number stands for.
func (s *scifactWriter) places(out *lines) error {
	return s.in.export.EachClaim(func(cells []string) error {
		c := claimOf(cells)
		if c.Status == string(store.StatusRejected) {
			return nil
		}
		return out.Encode(scifactPlace{numberOf(c.ID), c.ID, c.DocumentID, c.DocumentSHA256, c.Start, c.End})
	})
}
