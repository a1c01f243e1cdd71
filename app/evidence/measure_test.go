package evidence

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"factmark/store"
)

// A set to measure on lies in a folder: passages.jsonl with the sentences of documents, queries.jsonl with claims and the passages that bear on
// them. FACTMARK_SETS names the folder that holds such folders; without it nothing is measured.

type setPassage struct {
	ID, Doc, Title, Text string
}

type setClaim struct {
	ID, Text string
	Own      []string
	Rel      map[string]string
}

type placed struct {
	document   string
	start, end int
}

func readLines[T any](t testing.TB, file string) (all []T) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var one T
		if err := json.Unmarshal(lines.Bytes(), &one); err != nil {
			t.Fatal(err)
		}
		all = append(all, one)
	}
	return all
}

// openSet makes a workspace of the documents of a set, a sentence a line below the title.
func openSet(t testing.TB, folder string) (s *store.Store, claims []setClaim, at map[string]placed) {
	s = newWorkspace(t)
	at = make(map[string]placed) // that of a title by the document's name in brackets
	type text struct {
		strings.Builder
		length int
	}
	byDoc := make(map[string]*text)
	var order []string
	for _, p := range readLines[setPassage](t, filepath.Join(folder, "passages.jsonl")) {
		d := byDoc[p.Doc]
		if d == nil {
			d = &text{}
			byDoc[p.Doc] = d
			order = append(order, p.Doc)
			if p.Title != "" && !strings.HasPrefix(p.Text, "(meta data)") {
				d.WriteString(p.Title + "\n")
				d.length = utf8.RuneCountInString(p.Title) + 1
				at["["+p.Doc+"]"] = placed{p.Doc, 0, d.length - 1}
			}
		}
		line := strings.Join(strings.Fields(p.Text), " ")
		at[p.ID] = placed{p.Doc, d.length, d.length + utf8.RuneCountInString(line)}
		d.WriteString(line + "\n")
		d.length += utf8.RuneCountInString(line) + 1
	}
	var news []store.NewDocument
	for _, id := range order {
		news = append(news, store.NewDocument{Title: id, FileName: id, Text: byDoc[id].String()})
	}
	if _, err := s.AddDocuments(t.Context(), news); err != nil {
		t.Fatal(err)
	}
	return s, readLines[setClaim](t, filepath.Join(folder, "queries.jsonl")), at
}

type measured struct {
	ndcg, hit5, recall10   float64
	shown, onRefuting      int // hints on judged passages
	judged, judgedRefuting int
	claims                 int
}

func measure(t testing.TB, s *store.Store, claims []setClaim, at map[string]placed) (m measured) {
	for _, c := range claims {
		found, err := Find(t.Context(), s, Query{Text: c.Text}, 30)
		if err != nil {
			t.Fatal(err)
		}
		first := make(map[string]int)
		dcg, k := 0.0, 0
		for _, p := range found {
			overlaps := func(x placed) bool {
				return x.document == p.FileName && 2*(min(p.End, x.end)-max(p.Start, x.start)) >= min(p.End-p.Start, x.end-x.start)
			}
			title, is := at["["+p.FileName+"]"]
			own := is && p.End <= title.end
			for _, o := range c.Own {
				own = own || overlaps(at[o])
			}
			if own {
				continue
			}
			fresh, judged, refuting := false, false, false
			for id, stance := range c.Rel {
				if overlaps(at[id]) {
					judged = true
					refuting = refuting || stance == "R"
					if _, known := first[id]; !known {
						first[id] = k
						fresh = true
					}
				}
			}
			if fresh && k < 10 {
				dcg += 1 / math.Log2(float64(k+2))
			}
			if judged {
				m.judged++
				m.judgedRefuting += number(refuting)
				if len(p.Hints) > 0 {
					m.shown++
					m.onRefuting += number(refuting)
				}
			}
			k++
		}
		ideal, best, in10 := 0.0, 99, 0
		for i := range min(10, len(c.Rel)) {
			ideal += 1 / math.Log2(float64(i+2))
		}
		for _, rank := range first {
			best = min(best, rank)
			in10 += number(rank < 10)
		}
		m.ndcg += dcg / ideal
		m.hit5 += float64(number(best < 5))
		m.recall10 += float64(in10) / float64(len(c.Rel))
		m.claims++
	}
	n := float64(m.claims)
	m.ndcg, m.hit5, m.recall10 = m.ndcg/n, m.hit5/n, m.recall10/n
	return m
}

func (m measured) String() string {
	lift := float64(m.onRefuting) / float64(max(1, m.shown)) * float64(m.judged) / float64(max(1, m.judgedRefuting))
	return fmt.Sprintf("claims %d nDCG@10 %.4f hit@5 %.3f recall@10 %.3f; hints on %d of %d judged, lift %.2f", m.claims, m.ndcg, m.hit5, m.recall10, m.shown, m.judged, lift)
}

func TestMeasure(t *testing.T) {
	folder := os.Getenv("FACTMARK_SETS")
	if folder == "" {
		t.Skip("FACTMARK_SETS names no folder with sets")
	}
	for _, name := range []string{"scifact", "foolmetwice", "wice"} {
		s, claims, at := openSet(t, filepath.Join(folder, name))
		t.Logf("%-12s %v", name, measure(t, s, claims, at))
	}
}

func number(is bool) int {
	if is {
		return 1
	}
	return 0
}
