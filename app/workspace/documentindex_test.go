package workspace

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"factmark/app/format"
	"factmark/store"
)

func titlesOf(documents []store.Document, places []int) string {
	var titles []string
	for _, at := range places {
		titles = append(titles, documents[at].Title)
	}
	return strings.Join(titles, " | ")
}

func documentsForList() []store.Document {
	day := func(n int) time.Time { return time.Date(2026, 11, n, 0, 0, 0, 0, time.UTC) }
	return []store.Document{
		{ID: "1", Title: "Report 10", Published: "2025-02-10", AddedAt: day(3), Claims: 2, Tags: "energy, EU", Language: "en", Publisher: "Reuters"},
		{ID: "2", Title: "“report 9”", Published: "2025", AddedAt: day(1), Claims: 5, Unlabelled: 1, Tags: "Énergie", Language: "pt-BR", Publisher: "AFP"},
		{ID: "3", Title: "Élections", Published: "2024-12?", AddedAt: day(2), Language: "EN", Publisher: "reuters", Tags: "eu"},
		{ID: "4", Title: "Zebra", AddedAt: day(4), Claims: 2, Stated: store.DocumentNew, FileName: "zoo.txt", Author: "Ana Souza"},
	}
}

func TestTheListIsSortedAndFiltered(t *testing.T) {
	documents := documentsForList()
	index := newDocumentIndex(documents, nil)
	counts := counted{}
	for i := range documents {
		counts.claims = append(counts.claims, documents[i].Claims)
		counts.status = append(counts.status, documents[i].Status())
	}
	filter := func(pairs ...string) (all []DocumentFilter) {
		for i := 0; i < len(pairs); i += 2 {
			all = append(all, DocumentFilter{FilterKind(pairs[i]), pairs[i+1]})
		}
		return all
	}
	for _, c := range []struct {
		view  DocumentView
		words string
		want  string
	}{
		{DocumentView{}, "", "Élections | “report 9” | Report 10 | Zebra"},
		{DocumentView{Sort: SortTitle, Reverse: true}, "", "Zebra | Report 10 | “report 9” | Élections"},
		{DocumentView{Sort: SortPublished}, "", "Report 10 | “report 9” | Élections | Zebra"},
		{DocumentView{Sort: SortPublished, Reverse: true}, "", "Élections | “report 9” | Report 10 | Zebra"}, // without a date stays last
		{DocumentView{Sort: SortAdded}, "", "Zebra | Report 10 | Élections | “report 9”"},
		{DocumentView{Sort: SortClaims}, "", "“report 9” | Report 10 | Zebra | Élections"},
		{DocumentView{Sort: SortClaims, Reverse: true}, "", "Report 10 | Zebra | “report 9” | Élections"},
		{DocumentView{}, "REPORT reuters", "Report 10"},
		{DocumentView{}, "zoo souza", "Zebra"},
		{DocumentView{}, "nothing", ""},
		{DocumentView{Filters: filter("tag", "EU")}, "", "Élections | Report 10"},
		{DocumentView{Filters: filter("tag", "eu", "tag", "energy")}, "", "Report 10"},
		{DocumentView{Filters: filter("tag", "")}, "", "Zebra"},
		{DocumentView{Filters: filter("language", "en")}, "", "Élections | Report 10"},
		{DocumentView{Filters: filter("language", "en", "language", "")}, "", "Élections | Report 10 | Zebra"},
		{DocumentView{Filters: filter("publisher", "REUTERS", "tag", "eu")}, "", "Élections | Report 10"},
		{DocumentView{Filters: filter("status", "new")}, "", "Élections | Zebra"},
		{DocumentView{Filters: filter("status", "done")}, "", "Report 10"},
		{DocumentView{Filters: filter("status", "in progress", "status", "done")}, "", "“report 9” | Report 10"},
		{DocumentView{Filters: filter("status", "done", "language", "pt-BR")}, "", ""},
	} {
		if got := titlesOf(documents, index.arrange(c.view, strings.Fields(format.Fold(c.words)), counts)); got != c.want {
			t.Errorf("%+v %q lists %s, want %s", c.view, c.words, got, c.want)
		}
	}
	var said []string
	for _, v := range index.values(counts) {
		said = append(said, fmt.Sprintf("%s=%s:%d", v.Kind, v.Value, v.Count))
	}
	want := "status=new:2 status=in progress:1 status=done:1 tag=eu:2 tag=:1 tag=Énergie:1 tag=energy:1 " +
		"language=EN:2 language=:1 language=pt-BR:1 publisher=reuters:2 publisher=:1 publisher=AFP:1"
	if got := strings.Join(said, " "); got != want {
		t.Errorf("it can be filtered by %s, want %s", got, want)
	}
}

// An index made of an earlier one is the one that is made anew.
func TestAnIndexIsBroughtUpToDate(t *testing.T) {
	documents := documentsForList()
	earlier := newDocumentIndex(documents, nil)
	documents[1].Title, documents[2].Tags, documents[0].Claims = "Abc", "new", 9
	documents = append(documents[1:], store.Document{ID: "5", Title: "Mm"})
	if got, want := newDocumentIndex(documents, earlier), newDocumentIndex(documents, nil); !slices.EqualFunc(got, want, func(a, b indexEntry) bool {
		return a.at == b.at && a.source == b.source && a.sortTitle == b.sortTitle && a.words == b.words && slices.Equal(a.tags, b.tags)
	}) {
		t.Errorf("it is %v, want %v", got, want)
	}
}

func TestTitlesWithNumbersAreSortedByThem(t *testing.T) {
	titles := []string{"", "…", "1", "2a", "002b", "10", "a", "a 9", "a 10", "a 010 b", "a 99999999999999999999", "b"}
	for i := 1; i < len(titles); i++ {
		if sortKey(titles[i-1]) > sortKey(titles[i]) {
			t.Errorf("%q comes before %q", titles[i], titles[i-1])
		}
	}
}

func fiftyThousand() []store.Document {
	documents := make([]store.Document, 50_000)
	for i := range documents {
		documents[i] = store.Document{ID: fmt.Sprintf("%08d-0000-8000-8000-%012d", i*7919%50_000, i), Title: fmt.Sprintf("Report %d of the council on Monday's vote", i*7919%50_000),
			Publisher: []string{"Reuters", "Die Zeit", "AFP", ""}[i%4], Language: []string{"en", "de", ""}[i%3], Tags: []string{"energy, EU", "climate", ""}[i%3],
			Published: []string{"2025", "2024-02-03", ""}[i%3], AddedAt: time.Unix(int64(i), 0), Claims: i % 17, Unlabelled: i % 2}
	}
	return documents
}

// BenchmarkArrange lists 50,000 documents in several ways. Its plain passes are how often one could read all titles meanwhile.
func BenchmarkArrange(b *testing.B) {
	documents := fiftyThousand()
	index := newDocumentIndex(documents, nil)
	var counts counted
	for i := range documents {
		counts.claims = append(counts.claims, documents[i].Claims)
		counts.status = append(counts.status, documents[i].Status())
	}
	start, found := time.Now(), 0
	const passes = 20
	for range passes {
		for i := range documents {
			if strings.Contains(documents[i].Title, "no such") {
				found++
			}
		}
	}
	plain := time.Since(start) / passes
	for name, do := range map[string]func(){
		"index":       func() { newDocumentIndex(documents, nil) },
		"index again": func() { newDocumentIndex(documents, index) },
		"title":       func() { index.arrange(DocumentView{}, nil, counts) },
		"claims":      func() { index.arrange(DocumentView{Sort: SortClaims}, nil, counts) },
		"date":        func() { index.arrange(DocumentView{Sort: SortPublished}, nil, counts) },
		"search":      func() { index.arrange(DocumentView{}, []string{"monday", "zeit"}, counts) },
		"tag, status": func() {
			index.arrange(DocumentView{Filters: []DocumentFilter{{FilterTag, "EU"}, {FilterStatus, "done"}}}, nil, counts)
		},
		"filter by":    func() { index.values(counts) },
		"row of a doc": func() { Listed{documents, index.arrange(DocumentView{}, nil, counts)}.Row("none") },
	} {
		b.Run(name, func(b *testing.B) {
			start := time.Now()
			for b.Loop() {
				do()
			}
			b.ReportMetric(float64(time.Since(start))/float64(b.N)/float64(plain), "plain-passes/op")
		})
	}
	_ = found
}
