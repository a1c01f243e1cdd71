package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"factmark/store/internal/db"
	"factmark/store/internal/doctext"
)

// newWorkspace is what Create makes: made once a run, and then copied.
var newWorkspace = sync.OnceValues(func() (content []byte, err error) {
	folder, err := os.MkdirTemp("", "factmark-new-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	path := filepath.Join(folder, "new.factmark")
	s, err := Create(context.Background(), path)
	if err == nil {
		err = s.Close()
	}
	if err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

// createAt is Create where a test proves nothing of that, nor of power cuts.
func createAt(ctx context.Context, path string) (*Store, error) {
	content, err := newWorkspace()
	if err == nil {
		err = os.WriteFile(path, content, 0o600)
	}
	if err != nil {
		return nil, err
	}
	return openUnsynced(ctx, path)
}

// openUnsynced is Open where a test proves nothing of power cuts: no change waits until the disk has it.
func openUnsynced(ctx context.Context, path string) (*Store, error) {
	s, err := Open(ctx, path)
	if err != nil {
		return nil, err
	}
	if _, err := s.conn.ExecContext(ctx, "PRAGMA synchronous = OFF"); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// create gives a new workspace in a folder of the test's own, closed at its end.
func create(t testing.TB) *Store {
	t.Helper()
	s, err := createAt(t.Context(), filepath.Join(t.TempDir(), "test.factmark"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// addText adds one document and gives its id.
func addText(t testing.TB, s *Store, title, text string) string {
	t.Helper()
	added, err := s.AddDocuments(t.Context(), []NewDocument{{Title: title, Text: text}})
	if err != nil {
		t.Fatal(err)
	}
	return added[0].Document.ID
}

// addClaim adds one claim.
func addClaim(t testing.TB, s *Store, n NewClaim) Claim {
	t.Helper()
	added, err := s.AddClaims(t.Context(), []NewClaim{n})
	if err != nil {
		t.Fatal(err)
	}
	return added[0]
}

// The filled workspaces have documents of sentences of equal length, one claim in each.
const (
	sentenceLength = 100 // code points
	perDocument    = 500 // claims
)

func sentence(document, n int) string {
	s := fmt.Sprintf("“Report %d, line %d”: the ministry’s figures rose by %d %% in the year after the café opened, ", document, n, n%90)
	return s + strings.Repeat("x", sentenceLength-len([]rune(s))-1) + "\n"
}

// fill puts claims into a workspace as fast as it can, each by an action of its own.
func fill(t testing.TB, s *Store, count int) {
	t.Helper()
	ctx := context.Background()
	person := Person{ID: "01890000-0000-7000-8000-000000000000", Name: "Ada Example"}
	if err := s.SignIn(ctx, person); err != nil {
		t.Fatal(err)
	}
	tx, err := s.conn.BeginTx(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	labelIDs := []string{SupportedID, DisputedID, NotEnoughInfoID, ""}
	at := time.Date(2025, 3, 1, 9, 0, 0, 0, time.UTC)
	made, actions := 0, 0
	// record writes a row with its action and event, one second after the other.
	record := func(w db.Querier, t *db.Table, r db.Row) error {
		actions++
		action, when := db.NewID(), db.FormatTime(at.Add(time.Duration(actions)*time.Second))
		image, err := t.Encode(r)
		if err != nil {
			return err
		}
		return errors.Join(w.Exec(t.Insert, r...),
			w.Exec("INSERT INTO actions (id, name, at, person_id, kind) VALUES (?, 'Add', ?, ?, 'record')", action, when, person.ID),
			w.Exec(`INSERT INTO events (id, action_id, at, person_id, entity, entity_id, verb, after)
				VALUES (?, ?, ?, ?, ?, ?, 'create', ?)`, db.NewID(), action, when, person.ID, t.Name, r.ID(), image))
	}
	for d := 0; made < count; d++ {
		n := min(perDocument, count-made)
		var b strings.Builder
		for i := range n {
			b.WriteString(sentence(d, i))
		}
		content := doctext.New(b.String())
		doc := Document{ID: doctext.ID(content.Content), Title: fmt.Sprintf("Report %04d", d), Publisher: "The Example", Published: "2025-02",
			SourceURL: "https://example.org/reports/2025", SHA256: doctext.Sum(content.Content), OriginalSHA256: doctext.Sum(content.Content),
			Length: content.Length, AddedAt: at}
		w := db.NewQuerier(ctx, db.NewStatements(tx.PrepareContext))
		for _, err := range []error{
			w.Exec("INSERT INTO texts VALUES (?, ?)", doc.SHA256, content.Content),
			record(w, db.Documents, doc.row()),
		} {
			if err != nil {
				t.Fatal(err)
			}
		}
		for i := range n {
			c := Claim{ID: fmt.Sprintf("01890000-%04x-7000-8000-%012x", d, i), DocumentID: doc.ID, DocumentSHA256: doc.SHA256,
				LabelID: labelIDs[i%4], Status: "open", PersonID: person.ID, CreatedAt: at, UpdatedAt: at}
			if i%3 == 0 {
				c.Note = "The annual report gives another figure, on page 12; see the table."
				c.Statement = "The figures of the ministry rose in that year."
			}
			if err := c.cut(content, i*sentenceLength, i*sentenceLength+80); err != nil {
				t.Fatal(err)
			}
			if err := record(w, db.Claims, c.Row()); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Statements.Close(); err != nil {
			t.Fatal(err)
		}
		made += n
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	if s.known, err = lastAction(ctx, s.conn); err != nil {
		t.Fatal(err)
	}
}
