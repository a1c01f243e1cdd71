package store_test

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	. "factmark/store"
	"factmark/store/merge"
)

// The desk of many: so many annotators, each with a package of so many of the
// documents, and so many claims of each. FACTMARK_DESK=full is the whole of it.
type deskOfMany struct{ people, documents, claims int }

func (d deskOfMany) perDocument() int { return d.claims / d.documents }

// TestADeskOfMany merges the packages of many in one action, and says how long
// it took and how much memory there was at most. It is as slow as that, and
// runs where FACTMARK_DESK is set.
func TestADeskOfMany(t *testing.T) {
	size := deskOfMany{40, 2000, 200_000}
	switch os.Getenv("FACTMARK_DESK") {
	case "full":
	case "tenth":
		size = deskOfMany{40, 200, 20_000}
	default:
		t.Skip("FACTMARK_DESK is not set to full or tenth")
	}
	ctx := t.Context()
	desk := create(t)
	signInAs(t, desk, "editor")
	var ids []string
	for at := 0; at < size.documents; at += 100 {
		var news []NewDocument
		for d := at; d < min(at+100, size.documents); d++ {
			var b strings.Builder
			for i := range size.perDocument() {
				b.WriteString(sentence(d, i))
			}
			news = append(news, NewDocument{Title: fmt.Sprintf("Report %04d", d), Text: b.String()})
		}
		added, err := desk.AddDocuments(ctx, news)
		do(t, err)
		for _, a := range added {
			ids = append(ids, a.Document.ID)
		}
	}
	var packages []string
	start := time.Now()
	share := size.documents / size.people
	for p := range size.people {
		mine := ids[p*share : (p+1)*share]
		path := filepath.Join(t.TempDir(), fmt.Sprintf("p%02d.factmark", p))
		_, err := merge.WritePackage(ctx, desk, path, "desk", merge.Packing{DocumentIDs: append([]string{ids[0]}, mine...)})
		do(t, err)
		s, err := Open(ctx, path)
		do(t, err)
		signInAs(t, s, fmt.Sprintf("annotator %02d", p))
		for _, id := range mine {
			var news []NewClaim
			for i := range size.perDocument() {
				news = append(news, NewClaim{DocumentID: id, Start: i * sentenceLength, End: i*sentenceLength + 80,
					LabelID: []string{SupportedID, DisputedID, NotEnoughInfoID}[i%3], Note: "The annual report gives another figure, on page 12."})
			}
			_, err := s.AddClaims(ctx, news)
			do(t, err)
		}
		do(t, s.EditDocument(ctx, ids[0], DocumentEdit{Title: ptr(fmt.Sprintf("Report of %02d", p))}))
		do(t, s.Close())
		packages = append(packages, path)
	}
	t.Logf("made %d packages in %v", len(packages), time.Since(start).Round(time.Second))

	debug.FreeOSMemory()
	var most uint64
	var memory runtime.MemStats
	start = time.Now()
	report, err := merge.Into(ctx, desk, packages, merge.Options{Progress: func(done, total int) {
		if done%4096 == 0 {
			runtime.ReadMemStats(&memory)
			most = max(most, memory.HeapInuse)
		}
	}})
	do(t, err)
	took := time.Since(start)
	if report.Claims.New != size.claims || report.Conflicts < size.people-1 { // all give the first document a title
		t.Errorf("%+v", report)
	}
	wal, _ := os.Stat(desk.Path() + "-wal")
	t.Logf("merged %d claims from %d packages in %v; Go heap at most %d MB, of the process %d MB; log %d MB",
		report.Claims.New, len(packages), took.Round(100*time.Millisecond), most>>20, peakMemory(t)>>20, wal.Size()>>20)
	start = time.Now()
	if report, err = merge.Into(ctx, desk, packages, merge.Options{}); err != nil || report.Changed {
		t.Errorf("again: %+v, %v", report, err)
	}
	t.Logf("merged again, nothing changed, in %v", time.Since(start).Round(100*time.Millisecond))
	start = time.Now()
	_, err = desk.Undo(ctx)
	do(t, err)
	t.Logf("undone in %v", time.Since(start).Round(100*time.Millisecond))
}

// peakMemory is the most memory the process has had, in bytes; 0 where the system does not say.
func peakMemory(t *testing.T) (bytes uint64) {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(status)) {
		if rest, is := strings.CutPrefix(line, "VmHWM:"); is {
			if _, err := fmt.Sscan(rest, &bytes); err != nil {
				t.Error(err)
			}
		}
	}
	return bytes << 10
}
