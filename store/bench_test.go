package store

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

var (
	filledFolder string // removed by TestMain
	filledPaths  = make(map[int]string)
)

// filled gives a workspace with so many claims, made once a run and changed only by claims being added.
func filled(b *testing.B, claims int) string {
	b.Helper()
	if claims > 100_000 && testing.Short() {
		b.Skip("a large workspace")
	}
	if path, ok := filledPaths[claims]; ok {
		return path
	}
	if filledFolder == "" {
		folder, err := os.MkdirTemp("", "factmark-bench-")
		if err != nil {
			b.Fatal(err)
		}
		filledFolder = folder
	}
	path := filepath.Join(filledFolder, fmt.Sprintf("%d.factmark", claims))
	s, err := Create(b.Context(), path)
	if err != nil {
		b.Fatal(err)
	}
	fill(b, s, claims)
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	filledPaths[claims] = path
	return path
}

// bySize runs a benchmark on workspaces of 1,000 to 1,000,000 claims.
func bySize(b *testing.B, run func(b *testing.B, path string)) {
	for _, claims := range []int{1_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprint(claims), func(b *testing.B) { run(b, filled(b, claims)) })
	}
}

func openedFor(b *testing.B, path string) *Store {
	b.Helper()
	s, err := Open(b.Context(), path)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := s.Close(); err != nil {
			b.Error(err)
		}
	})
	return s
}

func BenchmarkOpen(b *testing.B) {
	bySize(b, func(b *testing.B, path string) {
		for b.Loop() {
			s, err := Open(b.Context(), path)
			if err != nil {
				b.Fatal(err)
			}
			if err := s.Close(); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkAddClaim is one labelled span until it is safe on the disk.
func BenchmarkAddClaim(b *testing.B) {
	bySize(b, func(b *testing.B, path string) {
		s := openedFor(b, path)
		id := firstDocument(b, s)
		for b.Loop() {
			if _, err := s.AddClaims(b.Context(), []NewClaim{{DocumentID: id, Start: 10, End: 60, LabelID: SupportedID}}); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkAddClaimToText is the same near the end of texts of 10 KB and 5 MB: it must not depend on their length.
func BenchmarkAddClaimToText(b *testing.B) {
	for _, sentences := range []int{80, 40_000} {
		b.Run(fmt.Sprint(sentences*sentenceLength), func(b *testing.B) {
			s := create(b)
			var text strings.Builder
			for i := range sentences {
				text.WriteString(sentence(0, i))
			}
			id := addText(b, s, "T", text.String())
			end := sentences*sentenceLength - 30
			for b.Loop() {
				if _, err := s.AddClaims(b.Context(), []NewClaim{{DocumentID: id, Start: end - 50, End: end}}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkClaims lists the 500 claims of one document.
func BenchmarkClaims(b *testing.B) {
	bySize(b, func(b *testing.B, path string) {
		s := openedFor(b, path)
		id := lastDocument(b, s)
		for b.Loop() {
			if all, err := s.Claims(b.Context(), id); err != nil || len(all) != perDocument {
				b.Fatal(len(all), err)
			}
		}
	})
}

// BenchmarkEvidence is the evidence of a document with 20,000 claims, to 5,000 of which a piece was added, and what lies in it.
func BenchmarkEvidence(b *testing.B) {
	const claims, pieces = 20_000, 5_000
	s := create(b)
	var text strings.Builder
	for i := range claims {
		text.WriteString(sentence(0, i))
	}
	id := addText(b, s, "Long", text.String())
	news := make([]NewClaim, claims)
	for i := range news {
		news[i] = NewClaim{DocumentID: id, Start: i * sentenceLength, End: i*sentenceLength + 80}
	}
	added, err := s.AddClaims(b.Context(), news)
	if err != nil {
		b.Fatal(err)
	}
	evidence := make([]NewEvidence, pieces)
	for i := range evidence {
		evidence[i] = NewEvidence{ClaimID: added[4*i].ID, Stance: StanceSupports, DocumentID: id, Start: i * sentenceLength, End: i*sentenceLength + 40}
	}
	if _, err := s.AddEvidence(b.Context(), evidence...); err != nil {
		b.Fatal(err)
	}
	b.Run("for the document", func(b *testing.B) {
		for b.Loop() {
			if all, err := s.EvidenceForDocument(b.Context(), id); err != nil || len(all) != pieces {
				b.Fatal(len(all), err)
			}
		}
	})
	b.Run("within it", func(b *testing.B) {
		for b.Loop() {
			if all, err := s.EvidenceWithin(b.Context(), id); err != nil || len(all) != pieces {
				b.Fatal(len(all), err)
			}
		}
	})
	b.Run("of a claim", func(b *testing.B) {
		for b.Loop() {
			if all, err := s.Evidence(b.Context(), added[0].ID); err != nil || len(all) != 1 {
				b.Fatal(len(all), err)
			}
		}
	})
	b.Run("another piece", func(b *testing.B) {
		for b.Loop() {
			if _, err := s.AddEvidence(b.Context(), NewEvidence{ClaimID: added[1].ID, Stance: StanceSupports, URL: "u"}); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkEachLabelled walks through all rows of an export.
func BenchmarkEachLabelled(b *testing.B) {
	bySize(b, func(b *testing.B, path string) {
		s := openedFor(b, path)
		rows := 0
		for b.Loop() {
			rows = 0
			if err := s.EachLabelled(b.Context(), Filter{}, func([]string) error { rows++; return nil }); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(rows), "ns/row")
	})
}

// BenchmarkShell is what BenchmarkEachLabelled is measured against.
func BenchmarkShell(b *testing.B) {
	shell, err := exec.LookPath("sqlite3")
	if err != nil {
		b.Skip("no sqlite3 shell")
	}
	bySize(b, func(b *testing.B, path string) {
		for b.Loop() {
			if err := exec.Command(shell, "-csv", path, "SELECT * FROM labelled_claims").Run(); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkDocuments(b *testing.B) {
	bySize(b, func(b *testing.B, path string) {
		s := openedFor(b, path)
		for b.Loop() {
			if _, err := s.Documents(b.Context()); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkRemoveAndUndo(b *testing.B) {
	s := create(b)
	fill(b, s, 20*perDocument)
	id := firstDocument(b, s)
	for b.Loop() {
		if err := s.RemoveDocument(b.Context(), id); err != nil {
			b.Fatal(err)
		}
		if _, err := s.Undo(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}

func firstDocument(b *testing.B, s *Store) string { return documentAt(b, s, 0) }

// lastDocument is one that BenchmarkAddClaim has not added to.
func lastDocument(b *testing.B, s *Store) string { return documentAt(b, s, -1) }

func documentAt(b *testing.B, s *Store, i int) string {
	b.Helper()
	all, err := s.Documents(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	return all[(i+len(all))%len(all)].ID
}

// BenchmarkHistory reads one page of 100 entries: the newest, and what lies far back in each way of asking.
func BenchmarkHistory(b *testing.B) {
	bySize(b, func(b *testing.B, path string) {
		s := openedFor(b, path)
		first := firstDocument(b, s)
		inFirst, err := s.Claims(b.Context(), first)
		if err != nil {
			b.Fatal(err)
		}
		for _, c := range []struct {
			name   string
			filter HistoryFilter
			least  int
		}{
			{"all", HistoryFilter{}, 100},
			{"claim", HistoryFilter{ClaimID: inFirst[0].ID}, 1},
			{"document", HistoryFilter{DocumentID: first}, 100},
			{"person", HistoryFilter{PersonID: inFirst[0].PersonID}, 100},
			{"nobody", HistoryFilter{PersonID: "nobody"}, 0},
			{"deletions", HistoryFilter{Entity: "claims", Verb: "delete"}, 0},
			{"documents", HistoryFilter{Entity: "documents"}, 2},
			{"words found", HistoryFilter{Words: "figures line"}, 100},
			{"words not found", HistoryFilter{Words: "zebra"}, 0},
		} {
			b.Run(c.name, func(b *testing.B) {
				for b.Loop() {
					if page, err := s.History(b.Context(), c.filter, 0, 100); err != nil || len(page.Entries) < c.least {
						b.Fatal(len(page.Entries), err)
					}
				}
			})
		}
	})
}

// BenchmarkCheck looks through everything; most of it plays all events and compares the rows.
func BenchmarkCheck(b *testing.B) {
	bySize(b, func(b *testing.B, path string) {
		s := openedFor(b, path)
		for b.Loop() {
			if found, err := runCheck(b.Context(), s, nil); err != nil || len(found) > 0 {
				b.Fatalf("%d found, %v", len(found), err)
			}
		}
	})
}
