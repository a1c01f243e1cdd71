// Package importing brings files into a workspace as documents, for the window and the terminal alike.
package importing

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"sync"

	"factmark/app/charset"
	"factmark/app/ingest"
	"factmark/store"
)

// maxTotal is how many bytes one import may hold in memory at once.
const maxTotal = 1 << 30

// Unsure is a file whose encoding someone has to say before it can be imported.
type Unsure struct {
	Index int // of its document in the batch, which is empty until then
	Path  string
	*ingest.UnsureError
}

func (u Unsure) Error() string { return ingest.Shown(u.Path) + ": " + u.UnsureError.Error() }

// Batch is what was read of files.
type Batch struct {
	Documents []ingest.Document // in the order of the files, without those that were refused
	Unsure    []Unsure
	Refused   []error  // files that cannot be imported: a sentence each, which begins with the path
	Passed    []string // files in folders that are empty or no text
}

// Settle gives the unsure files that in chooses an encoding for their documents, or refuses them where it does not
// fit; nil leaves a file unsure.
func (b *Batch) Settle(ctx context.Context, in func(i int, u Unsure) *charset.Encoding) error {
	var rest []Unsure
	refused := make(map[int]bool) // by index
	for i, u := range b.Unsure {
		if err := ctx.Err(); err != nil {
			return err
		}
		chosen := in(i, u)
		if chosen == nil {
			rest = append(rest, u)
			continue
		}
		doc, err := u.In(chosen)
		if b.Documents[u.Index] = doc; err != nil {
			refused[u.Index] = true
			b.Refused = append(b.Refused, err)
		}
	}
	b.Unsure = rest
	b.remove(refused)
	return nil
}

// RefuseUnsure refuses those of the unsure files that which names, all where it is nil; what ends the reason.
func (b *Batch) RefuseUnsure(what string, which func(i int, u Unsure) bool) {
	refused := make(map[int]bool) // by index
	var rest []Unsure
	for i, u := range b.Unsure {
		if which != nil && !which(i, u) {
			rest = append(rest, u)
			continue
		}
		refused[u.Index] = true
		b.Refused = append(b.Refused, fmt.Errorf("%w; %s", u, what))
	}
	b.Unsure = rest
	b.remove(refused)
}

// remove takes documents out by their indexes.
func (b *Batch) remove(which map[int]bool) {
	at := make([]int, len(b.Documents))
	var kept []ingest.Document
	for i, doc := range b.Documents {
		at[i] = len(kept)
		if !which[i] {
			kept = append(kept, doc)
		}
	}
	b.Documents = kept
	for i := range b.Unsure {
		b.Unsure[i].Index = at[b.Unsure[i].Index]
	}
}

// Read reads the files at paths, and the text files in those that are folders. A file that cannot be read is refused and
// does not keep the others from being imported; an error is about all of them. in is the encoding of all files; nil means the one that each seems to be
// in. progress, if not nil, is called from this goroutine with the number of files read and of all files.
func Read(ctx context.Context, paths []string, in *charset.Encoding, progress func(done, total int)) (Batch, error) {
	expanded := ingest.Expand(paths)
	files := expanded.Files
	batch := Batch{Refused: expanded.Refused, Passed: expanded.Passed}
	if err := checkTotal(files); err != nil {
		return Batch{}, err
	}
	docs := make([]ingest.Document, len(files))
	errs := make([]error, len(files))
	next, done := make(chan int), make(chan int)
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	go func() {
		defer close(next)
		for i := range files {
			select {
			case next <- i:
			case <-ctx.Done():
				return
			}
		}
	}()
	var readers sync.WaitGroup
	for range min(len(files), runtime.GOMAXPROCS(0)) {
		readers.Go(func() {
			for i := range next {
				docs[i], errs[i] = ingest.Read(files[i], in)
				done <- i
			}
		})
	}
	go func() {
		readers.Wait()
		close(done)
	}()
	count := 0
	for range done {
		if count++; progress != nil {
			progress(count, len(files))
		}
	}
	if err := ctx.Err(); err != nil {
		return Batch{}, err
	}
	for i, err := range errs {
		problem, unsure := errors.AsType[*ingest.UnsureError](err)
		switch {
		case unsure:
			batch.Unsure = append(batch.Unsure, Unsure{len(batch.Documents), files[i], problem})
		case err != nil:
			batch.Refused = append(batch.Refused, err)
			continue
		}
		batch.Documents = append(batch.Documents, docs[i])
	}
	return batch, nil
}

// checkTotal refuses what would not fit in memory. A file that is missing or too large by itself is left to
// ingest.Read, which says so.
func checkTotal(files []string) error {
	var total int64
	for _, file := range files {
		if info, err := os.Stat(file); err == nil && info.Size() <= ingest.MaxBytes {
			total += info.Size()
		}
	}
	if total > maxTotal {
		return fmt.Errorf("these %d files hold %d MB together, and at most %d MB can be imported at once; import them in several goes",
			len(files), total>>20, maxTotal>>20)
	}
	return nil
}

// New is a file's text as the store takes it.
func New(doc ingest.Document) store.NewDocument {
	return store.NewDocument{Title: doc.Title, FileName: doc.FileName, Charset: doc.Charset, Text: doc.Text, Original: doc.Original}
}

// Add adds documents that were read to the workspace in one action.
func Add(ctx context.Context, st *store.Store, docs []ingest.Document) ([]store.AddedDocument, error) {
	fresh := make([]store.NewDocument, len(docs))
	for i, doc := range docs {
		fresh[i] = New(doc)
	}
	return st.AddDocuments(ctx, fresh)
}
