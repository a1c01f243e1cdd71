package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"factmark/store/internal/db"
	"factmark/store/internal/doctext"
)

// Large workspaces, for what is asked of the workspace as a whole: reviews,
// progress, agreement. FACTMARK_CLAIMS says how many claims they have, and
// FACTMARK_LARGE a folder in which they are kept from run to run.

// largeClaims is how many claims the large workspace of the benchmarks has.
func largeClaims(b testing.TB) int {
	n, err := strconv.Atoi(os.Getenv("FACTMARK_CLAIMS"))
	if err != nil {
		return 10_000
	}
	return n
}

// large gives the path of a workspace with so many claims in 10,000 documents, or fewer where there are fewer claims.
func large(t testing.TB, count int) string {
	t.Helper()
	folder := os.Getenv("FACTMARK_LARGE")
	if folder == "" {
		folder = t.TempDir()
	}
	path := filepath.Join(folder, fmt.Sprintf("large %d.factmark", count))
	if _, err := os.Stat(path); err == nil {
		return path
	}
	unfinished := path + ".tmp"
	os.Remove(unfinished)
	s, err := Create(t.Context(), unfinished)
	if err != nil {
		t.Fatal(err)
	}
	fillReviewed(t, s, count)
	if err := errors.Join(s.Close(), os.Rename(unfinished, path)); err != nil {
		t.Fatal(err)
	}
	return path
}

// fillReviewed puts claims by three people into a workspace, each by an action
// of its own, with decisions on a tenth of them in a blind and on a twentieth
// in an open review session. On every tenth span there are two people's claims.
func fillReviewed(t testing.TB, s *Store, count int) {
	t.Helper()
	ctx := t.Context()
	who := []string{"01890000-0000-7000-8000-00000000000a", "01890000-0000-7000-8000-00000000000b", "01890000-0000-7000-8000-00000000000c"}
	names := []string{"Ada Example", "Ben Example", "Cleo Example"}
	var sessions []string
	for i, mode := range []Mode{ModeBlind, ModeOpen} {
		if err := s.SignIn(ctx, Person{ID: who[i+1], Name: names[i+1]}); err != nil {
			t.Fatal(err)
		}
		r, err := s.StartSession(ctx, NewSession{Mode: mode, Name: "Review", Selection: "{}"})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.EndSession(ctx, r.ID, "{}"); err != nil {
			t.Fatal(err)
		}
		sessions = append(sessions, r.ID)
	}
	addText(t, s, "A first text", "Nothing is marked in it.")
	if err := s.SignIn(ctx, Person{ID: who[0], Name: names[0]}); err != nil {
		t.Fatal(err)
	}
	addClaim(t, s, NewClaim{DocumentID: addText(t, s, "A second text", "One claim is in it."), Start: 0, End: 9}) // and so she is known
	tx, err := s.conn.BeginTx(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	w := db.NewQuerier(ctx, db.NewStatements(tx.PrepareContext))
	at := time.Date(2025, 3, 1, 9, 0, 0, 0, time.UTC)
	record := func(t *db.Table, person string, r db.Row) error {
		action, when := db.NewID(), db.FormatTime(at)
		image, err := t.Encode(r)
		if err != nil {
			return err
		}
		return errors.Join(w.Exec(t.Insert, r...),
			w.Exec("INSERT INTO actions (id, name, at, person_id, kind) VALUES (?, 'Add', ?, ?, 'record')", action, when, person),
			w.Exec(`INSERT INTO events (id, action_id, at, person_id, entity, entity_id, verb, after)
				VALUES (?, ?, ?, ?, ?, ?, 'create', ?)`, db.NewID(), action, when, person, t.Name, r.ID(), image))
	}
	labelIDs := []string{SupportedID, DisputedID, NotEnoughInfoID, ""}
	each := max(10, (count+9_999)/10_000) // claims in a document
	for d, made := 0, 0; made < count; d++ {
		n := min(each, count-made)
		var b strings.Builder
		for i := range n {
			b.WriteString(sentence(d, i))
		}
		content := doctext.New(b.String())
		doc := Document{ID: doctext.ID(content.Content), Title: fmt.Sprintf("Report %04d", d), SHA256: doctext.Sum(content.Content), OriginalSHA256: doctext.Sum(content.Content),
			Length: content.Length, AddedAt: at}
		err := errors.Join(w.Exec("INSERT INTO texts VALUES (?, ?)", doc.SHA256, content.Content), record(db.Documents, who[0], doc.row()))
		for i := 0; i < n && err == nil; i++ {
			at = at.Add(time.Duration(15+i%20) * time.Second)
			span, person := i, who[0]
			if i%10 == 9 {
				span, person = i-1, who[1]
			}
			c := Claim{ID: fmt.Sprintf("01890000-%04x-7000-8000-%012x", d, i), DocumentID: doc.ID, DocumentSHA256: doc.SHA256,
				LabelID: labelIDs[(i+d)%4], Status: StatusOpen, PersonID: person, CreatedAt: at, UpdatedAt: at}
			if i%3 == 0 {
				c.Note = "The annual report gives another figure, on page 12; see the table."
			}
			err = errors.Join(c.cut(content, span*sentenceLength, span*sentenceLength+80), record(db.Claims, person, c.Row()))
			for n, session := range sessions {
				if i%10 != 2+n || n == 1 && d%2 == 0 {
					continue
				}
				said := Decision{ID: fmt.Sprintf("01890001-%04x-7000-8%03x-%012x", d, n, i), SessionID: session, ClaimID: c.ID, PersonID: who[n+1], Kind: DecidedLabel,
					LabelID: labelIDs[(i*d+n)%3], Seconds: 9, CreatedAt: at.Add(5 * time.Second), UpdatedAt: at.Add(5 * time.Second)}
				err = errors.Join(err, record(db.Decisions, said.PersonID, said.row()))
			}
		}
		if err != nil {
			t.Fatal(err)
		}
		made += n
	}
	if err := errors.Join(w.Statements.Close(), tx.Commit()); err != nil {
		t.Fatal(err)
	}
	if s.known, err = lastAction(ctx, s.conn); err != nil {
		t.Fatal(err)
	}
}

// TestLarge makes the large workspace that FACTMARK_LARGE asks for.
func TestLarge(t *testing.T) {
	if os.Getenv("FACTMARK_LARGE") == "" {
		t.Skip("FACTMARK_LARGE names no folder")
	}
	t.Log(large(t, largeClaims(t)))
}
