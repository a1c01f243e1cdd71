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

// Files reads the files at paths, and the text files in those that are folders, and adds them to the workspace
// in one action: all of them, or none when one cannot be read, which the error then names. progress, if not nil, is
// called from this goroutine with the number of files read and of all files.
func Files(ctx context.Context, st *store.Store, paths []string, progress func(done, total int)) ([]store.AddedDocument, error) {
	docs, unsure, err := Read(ctx, paths, nil, progress)
	if err == nil && len(unsure) > 0 {
		err = unsure[0]
	}
	if err != nil {
		return nil, err
	}
	return Add(ctx, st, docs)
}

// Unsure is a file whose encoding someone has to say before it can be imported.
type Unsure struct {
	Index int // of its document, which is empty until then
	Path  string
	*ingest.UnsureError
}

func (u Unsure) Error() string { return ingest.Shown(u.Path) + ": " + u.UnsureError.Error() }

// Read is the first half of Files: it reads, and needs no workspace. The documents stand in the order
// of paths. in is the encoding of all files; nil means the one that each seems to be in, and the files where it is not sure
// are given besides.
func Read(ctx context.Context, paths []string, in *charset.Encoding, progress func(done, total int)) ([]ingest.Document, []Unsure, error) {
	files, err := ingest.Expand(paths)
	if err != nil {
		return nil, nil, err
	}
	if err := checkTotal(files); err != nil {
		return nil, nil, err
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
	for i := range done {
		if !isUnsure(errs[i]) && errs[i] != nil {
			stop() // the files under way are still read, the others not
		}
		if count++; progress != nil {
			progress(count, len(files))
		}
	}
	var unsure []Unsure
	for i, err := range errs {
		if problem, is := errors.AsType[*ingest.UnsureError](err); is {
			unsure = append(unsure, Unsure{i, files[i], problem})
		} else if err != nil {
			return nil, nil, err
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	return docs, unsure, nil
}

func isUnsure(err error) bool {
	_, is := errors.AsType[*ingest.UnsureError](err)
	return is
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

// Add is the second half of Files: it adds documents to the workspace in one action.
func Add(ctx context.Context, st *store.Store, docs []ingest.Document) ([]store.AddedDocument, error) {
	fresh := make([]store.NewDocument, len(docs))
	for i, doc := range docs {
		fresh[i] = New(doc)
	}
	return st.AddDocuments(ctx, fresh)
}
