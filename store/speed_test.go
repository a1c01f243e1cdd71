package store

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"factmark/store/internal/db"
)

// percentiles reports how long one of many things took, in the middle and at
// the 99th of a hundred.
func percentiles(b *testing.B, took []time.Duration) {
	b.Helper()
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-µs")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
}

// BenchmarkSpan is one labelled span until it is safe on the disk, and the same
// three rows written by the sqlite3 shell.
func BenchmarkSpan(b *testing.B) {
	b.Run("factmark", func(b *testing.B) {
		bySize(b, func(b *testing.B, path string) {
			s := openedFor(b, copied(b, path))
			id := firstDocument(b, s)
			var took []time.Duration
			for b.Loop() {
				began := time.Now()
				if _, err := s.AddClaims(b.Context(), []NewClaim{{DocumentID: id, Start: 10, End: 60, LabelID: SupportedID}}); err != nil {
					b.Fatal(err)
				}
				took = append(took, time.Since(began))
			}
			percentiles(b, took)
		})
	})
	b.Run("shell", func(b *testing.B) {
		bySize(b, func(b *testing.B, path string) {
			path = copied(b, path)
			s, err := Open(b.Context(), path)
			if err != nil {
				b.Fatal(err)
			}
			id := firstDocument(b, s)
			c := addClaim(b, s, NewClaim{DocumentID: id, Start: 10, End: 60, LabelID: SupportedID})
			if err := s.Close(); err != nil {
				b.Fatal(err)
			}
			image, err := db.Claims.Encode(c.Row())
			if err != nil {
				b.Fatal(err)
			}
			shell := startShell(b, path)
			shell.do(b, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;")
			var took []time.Duration
			for b.Loop() {
				action, event, fresh := db.NewID(), db.NewID(), db.NewID()
				sql := fmt.Sprintf("BEGIN IMMEDIATE; INSERT INTO claims SELECT %s, %s FROM claims WHERE id = '%s';"+
					"INSERT INTO actions (id, name, at, person_id, kind) VALUES ('%s', 'Label as Supported', '%s', '%s', 'do');"+
					"INSERT INTO events (id, action_id, at, person_id, entity, entity_id, verb, after) VALUES ('%s', '%s', '%s', '%s', 'claims', '%s', 'create', '%s');"+
					"COMMIT;", quoteSQL(fresh), strings.TrimPrefix(db.Claims.List("claims"), `claims."id", `), c.ID,
					action, db.FormatTime(c.CreatedAt), c.PersonID, event, action, db.FormatTime(c.CreatedAt), c.PersonID, fresh, strings.ReplaceAll(image.(string), "'", "''"))
				began := time.Now()
				shell.do(b, sql)
				took = append(took, time.Since(began))
			}
			percentiles(b, took)
		})
	})
}

func quoteSQL(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// copied is a workspace that a benchmark may change.
func copied(b *testing.B, path string) string {
	b.Helper()
	from, err := os.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer from.Close()
	name := filepath.Join(b.TempDir(), "copy.factmark")
	to, err := os.Create(name)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := io.Copy(to, from); err != nil {
		b.Fatal(err)
	}
	if err := to.Close(); err != nil {
		b.Fatal(err)
	}
	return name
}

// sqliteShell is a running sqlite3.
type sqliteShell struct {
	in  io.Writer
	out *bufio.Scanner
}

func startShell(b *testing.B, path string) *sqliteShell {
	b.Helper()
	program, err := exec.LookPath("sqlite3")
	if err != nil {
		b.Skip("no sqlite3 shell")
	}
	cmd := exec.Command(program, "-interactive", path) // only so does it say at once what it has done
	in, err := cmd.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	cmd.Stderr = cmd.Stdout
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		in.Close()
		if err := cmd.Wait(); err != nil {
			b.Error(err)
		}
	})
	return &sqliteShell{in, bufio.NewScanner(out)}
}

// do runs statements and returns when they are done.
func (s *sqliteShell) do(b *testing.B, sql string) {
	b.Helper()
	if _, err := io.WriteString(s.in, sql+" SELECT 'do'||'ne';\n"); err != nil {
		b.Fatal(err)
	}
	for s.out.Scan() {
		line := s.out.Text()
		if strings.Contains(line, "rror") {
			b.Fatal(line)
		}
		if strings.HasSuffix(line, "done") {
			return
		}
	}
	b.Fatal("the shell has ended")
}

// BenchmarkImport adds 10,000 documents of 5 KB, all at once.
func BenchmarkImport(b *testing.B) {
	count := 10_000
	if testing.Short() {
		count = 200
	}
	for b.Loop() {
		b.StopTimer()
		s := create(b)
		news := make([]NewDocument, count)
		for i := range news {
			var text strings.Builder
			for line := range 50 {
				text.WriteString(sentence(i, line))
			}
			news[i] = NewDocument{Title: fmt.Sprint("Report ", i), Text: text.String()}
		}
		b.StartTimer()
		if _, err := s.AddDocuments(b.Context(), news); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(count)*float64(b.N)/b.Elapsed().Seconds(), "documents/s")
}
