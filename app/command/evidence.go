package command

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
	"unicode/utf8"

	"factmark/app/evidence"
	"factmark/app/format"
	"factmark/app/locale"
	"factmark/store"
)

var evidenceCommand = command{
	name:    "evidence",
	summary: "find passages that bear on a claim",
	help: `Usage: factmark evidence [-w FILE.factmark] CLAIM_ID [--limit N] [--json]
       factmark evidence [-w FILE.factmark] --claims FILE.jsonl [--limit N] [--json]

Finds the passages of all documents that bear most on a claim, the best first, and
says why each was found. Its evidence, and the passages that were refused for it, are
left out. Where a passage may contradict the claim, hints say in what; they are no
verdict. The search index is made first where it is not complete, which may take a
while; of a workspace that cannot be written it is made anew each time.

  -w FILE.factmark   the workspace (your own one if it is not given)
  --claims FILE      many claims that need not be in the workspace, a line of JSON for
                     each: {"id": …, "claim": "text"}, and, where it stands in one of
                     the documents, "document" (file name, title or id), "start" and
                     "end" in code points; - is standard input
  --limit N          at most so many passages for each claim (20)
  --json             a line of JSON for each passage: claim, rank, document (the file
                     name, or the title where there is none), document_id, start, end
                     (code points), text, score, reason and hints (kind and text)

Example: factmark evidence -w desk.factmark --claims claims.jsonl --json
`,
	run: findEvidence,
}

// askedClaim is a claim for which evidence is looked for.
type askedClaim struct {
	id    json.RawMessage // as it was given
	query evidence.Query
}

// foundPassage is a line of --json.
type foundPassage struct {
	Claim      json.RawMessage `json:"claim"`
	Rank       int             `json:"rank"`
	Document   string          `json:"document"`
	DocumentID string          `json:"document_id"`
	Start      int             `json:"start"`
	End        int             `json:"end"`
	Text       string          `json:"text"`
	Score      float64         `json:"score"`
	Reason     string          `json:"reason"`
	Hints      []passageHint   `json:"hints"`
}

type passageHint struct {
	Kind string `json:"kind"`
	Text string `json:"text"`
}

func findEvidence(c *call, args []string) error {
	f := newFlags()
	asJSON := f.Bool("json", false, "")
	file := f.String("claims", "", "")
	limit := f.Int("limit", 20, "")
	words, err := f.parse(args)
	switch {
	case err != nil:
		return err
	case *limit < 1:
		return misusef("--limit is a number from 1 on, not %d", *limit)
	case *file == "" && len(words) == 0:
		return misusef("say of which claim, by its id, or name a file with --claims")
	case *file != "" && len(words) > 0:
		return misusef("%q is one word too many beside --claims", words[0])
	case len(words) > 1:
		return misusef("%q is one word too many; many claims are read from a file with --claims", words[1])
	}
	path, err := f.path()
	if err != nil {
		return err
	}
	return c.reading(path, func(st *store.Store) error {
		var asked []askedClaim
		if *file == "" {
			asked, err = claimByID(c, st, words[0])
		} else {
			asked, err = c.claimsFrom(st, *file)
		}
		if err != nil {
			return err
		}
		if err := evidence.Update(c, st, c.indexing()); err != nil {
			return err
		}
		for _, claim := range asked {
			found, err := evidence.Find(c, st, claim.query, *limit)
			if err != nil {
				return err
			}
			if err := c.found(claim, found, *asJSON); err != nil {
				return err
			}
			if c.out.err != nil { // nobody reads any more
				return nil
			}
		}
		return nil
	})
}

// indexing tells on a terminal how far the making of the index is, once that takes long.
func (c *call) indexing() func(done, total int) {
	begun := time.Now()
	told := begun
	return func(done, total int) {
		if now := time.Now(); now.Sub(begun) > time.Second && (now.Sub(told) > 2*time.Second || done == total) {
			told = now
			c.errOut.line(locale.N("Building the search index: {{.Done}} of {{.N}} documents", total, "Done", format.Thousands(done)))
		}
	}
}

func claimByID(c *call, st *store.Store, id string) ([]askedClaim, error) {
	claim, err := st.Claim(c, id)
	if errors.Is(err, store.ErrNotFound) {
		return nil, fmt.Errorf("there is no claim with the id %q in the workspace", id)
	}
	if err != nil {
		return nil, err
	}
	quoted, err := json.Marshal(id)
	return []askedClaim{{quoted, evidence.QueryOf(claim)}}, err
}

// longestClaimLine is how long a line of --claims may be, in bytes.
const longestClaimLine = 1 << 20

// claimsFrom reads claims from a file of a line of JSON for each.
func (c *call) claimsFrom(st *store.Store, file string) (asked []askedClaim, err error) {
	in := c.in
	if file != "-" {
		f, err := os.Open(file)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		in = f
	}
	documents, err := st.Documents(c)
	if err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, longestClaimLine)
	n := 0
	for lines.Scan() {
		n++
		line := bytes.TrimPrefix(lines.Bytes(), []byte("\ufeff"))
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		claim, err := readClaim(documents, line)
		if err != nil {
			return nil, fmt.Errorf("line %d of %s: %w", n, named(file), err)
		}
		asked = append(asked, claim)
	}
	switch err := lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		return nil, fmt.Errorf("line %d of %s is longer than 1 MB", n+1, named(file))
	case err != nil:
		return nil, err
	case len(asked) == 0:
		return nil, fmt.Errorf("there is no claim in %s", named(file))
	}
	return asked, nil
}

func named(file string) string {
	if file == "-" {
		return locale.T("standard input")
	}
	return file
}

// readClaim reads one line of --claims.
func readClaim(documents []store.Document, line []byte) (a askedClaim, err error) {
	if !utf8.Valid(line) {
		return a, errors.New("it is not UTF-8")
	}
	var said struct {
		ID       json.RawMessage `json:"id"`
		Claim    *string         `json:"claim"`
		Document string          `json:"document"`
		Start    *int            `json:"start"`
		End      *int            `json:"end"`
	}
	decoder := json.NewDecoder(bytes.NewReader(line))
	if err := decoder.Decode(&said); err != nil {
		return a, fmt.Errorf("it is not an object of JSON with \"id\" and \"claim\": %w", jsonProblem(err))
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return a, errors.New("something stands behind its object")
	}
	switch {
	case said.ID == nil || !bytes.ContainsAny(said.ID[:1], `"-0123456789`):
		return a, errors.New("its \"id\" is missing, or neither text nor a number")
	case said.Claim == nil || strings.TrimSpace(*said.Claim) == "":
		return a, errors.New("its \"claim\" is missing or empty")
	case (said.Start == nil) != (said.End == nil):
		return a, errors.New("\"start\" and \"end\" go together")
	case said.Start != nil && said.Document == "":
		return a, errors.New("\"start\" and \"end\" need a \"document\"")
	}
	a.id, a.query.Text = said.ID, *said.Claim
	if said.Document == "" {
		return a, nil
	}
	document, err := documentNamed(documents, said.Document)
	if err != nil {
		return a, err
	}
	a.query.DocumentID = document.ID
	if said.Start != nil {
		a.query.Start, a.query.End = *said.Start, *said.End
		if a.query.Start < 0 || a.query.End <= a.query.Start || a.query.End > document.Length {
			return a, fmt.Errorf("%d to %d is no span of %q, which has %d characters", a.query.Start, a.query.End, said.Document, document.Length)
		}
	}
	return a, nil
}

// jsonProblem says what is wrong with a value without the names of this program's types.
func jsonProblem(err error) error {
	if wrong, is := errors.AsType[*json.UnmarshalTypeError](err); is {
		if wrong.Field == "" {
			return fmt.Errorf("it is of the kind %s", wrong.Value)
		}
		return fmt.Errorf("%q is of the kind %s", wrong.Field, wrong.Value)
	}
	return err
}

// documentNamed gives the document with an id, a file name, with or without its ending, or a title.
func documentNamed(documents []store.Document, name string) (store.Document, error) {
	for _, same := range []func(d *store.Document) bool{
		func(d *store.Document) bool { return d.ID == name },
		func(d *store.Document) bool { return d.FileName == name },
		func(d *store.Document) bool { return d.FileName != "" && withoutEnding(d.FileName) == name },
		func(d *store.Document) bool { return strings.EqualFold(d.Title, name) },
	} {
		var found []*store.Document
		for i := range documents {
			if same(&documents[i]) {
				found = append(found, &documents[i])
			}
		}
		if len(found) > 1 {
			return store.Document{}, fmt.Errorf("%d documents are called %q; give the id of one, such as %s", len(found), name, found[0].ID)
		}
		if len(found) == 1 {
			return *found[0], nil
		}
	}
	return store.Document{}, fmt.Errorf("there is no document %q in the workspace", name)
}

func withoutEnding(name string) string {
	if i := strings.LastIndexByte(name, '.'); i > 0 {
		return name[:i]
	}
	return name
}

// found prints the passages for a claim.
func (c *call) found(claim askedClaim, passages []evidence.Passage, asJSON bool) error {
	if !asJSON {
		c.out.printf("%s\n", claim.query.Text)
		if len(passages) == 0 {
			c.out.line("    " + locale.T("no passages found"))
		}
	}
	for i, p := range passages {
		name := p.FileName
		if name == "" {
			name = p.Document
		}
		if asJSON {
			line := foundPassage{claim.id, i + 1, name, p.DocumentID, p.Start, p.End, p.Text, p.Score, p.Reason, []passageHint{}}
			for _, h := range p.Hints {
				line.Hints = append(line.Hints, passageHint{string(h.Kind), h.Text})
			}
			if err := c.out.jsonLine(line); err != nil {
				return err
			}
			continue
		}
		c.out.printf("%3d. %s\n     %s, %d–%d: %s\n", i+1, p.Text, p.Document, p.Start, p.End, p.Reason)
		for _, h := range p.Hints {
			c.out.printf("     ! %s\n", h.Text)
		}
	}
	return nil
}
