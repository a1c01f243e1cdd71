// Package importing brings files into a workspace as documents, for the window and the terminal alike.
package importing

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"
	"sync"

	"factmark/app/charset"
	"factmark/app/ingest"
	"factmark/app/ingest/table"
	"factmark/store"
)

// maxTotal is how many bytes one import may hold in memory at once.
const maxTotal = 1 << 30

// Item is what becomes of one file, or of one part of a file that holds several documents.
type Item struct {
	ingest.Part
	Added *store.AddedDocument // once it is in the workspace
	Near  *Near                // once it was looked for
}

// Unsure is the question in which encoding the item's file is; nil where there is none.
func (i *Item) Unsure() *ingest.UnsureError {
	unsure, _ := errors.AsType[*ingest.UnsureError](i.Err)
	return unsure
}

// Table is the question which columns of the item's table hold what; nil where there is none.
func (i *Item) Table() *ingest.ColumnsError {
	columns, _ := errors.AsType[*ingest.ColumnsError](i.Err)
	return columns
}

// Refused is why the item cannot be imported: a sentence that begins with its name. nil where it can, or where a question is open.
func (i *Item) Refused() error {
	if i.Unsure() != nil || i.Table() != nil {
		return nil
	}
	return i.Err
}

// Batch is what was read of files, in their order.
type Batch struct {
	Items   []Item
	options ingest.Options
}

// Count counts the items that hold a document, those that were passed over, and those that are refused.
func (b *Batch) Count() (documents, passed, refused int) {
	for i := range b.Items {
		switch item := &b.Items[i]; {
		case item.Document != nil:
			documents++
		case item.Passed != "":
			passed++
		case item.Refused() != nil:
			refused++
		}
	}
	return documents, passed, refused
}

// Documents are those that were read.
func (b *Batch) Documents() []*ingest.Document {
	var all []*ingest.Document
	for i := range b.Items {
		if d := b.Items[i].Document; d != nil {
			all = append(all, d)
		}
	}
	return all
}

// Refused are the reasons why items cannot be imported.
func (b *Batch) Refused() []error {
	var all []error
	for i := range b.Items {
		if err := b.Items[i].Refused(); err != nil {
			all = append(all, err)
		}
	}
	return all
}

// Settle reads the files of unsure items in the encodings that choose gives; nil leaves an item unsure.
func (b *Batch) Settle(ctx context.Context, choose func(*Item) *charset.Encoding) error {
	return b.replace(func(item *Item) ([]ingest.Part, error) {
		unsure := item.Unsure()
		if unsure == nil {
			return nil, nil
		}
		in := choose(item)
		if in == nil {
			return nil, nil
		}
		options := b.options
		options.Encoding = in
		reader := ingest.NewReader(options)
		defer reader.Close()
		return reader.DecodePart(ctx, item.Name, unsure), ctx.Err()
	})
}

// SettleTables makes documents of the tables whose columns choose gives; false leaves an item open.
func (b *Batch) SettleTables(choose func(*Item) (table.Columns, bool)) error {
	return b.replace(func(item *Item) ([]ingest.Part, error) {
		if question := item.Table(); question != nil {
			if columns, ok := choose(item); ok {
				return question.Documents(item.Name, columns), nil
			}
		}
		return nil, nil
	})
}

// Refuse refuses the items that which names, among those with an open question; what ends the reason.
func (b *Batch) Refuse(what string, which func(*Item) bool) {
	for i := range b.Items {
		if item := &b.Items[i]; (item.Unsure() != nil || item.Table() != nil) && which(item) {
			item.Err = fmt.Errorf("%s; %s", item.Err.Error(), what) // no question any more
		}
	}
}

// replace puts the parts that f gives in the place of items; nil leaves an item as it is.
func (b *Batch) replace(f func(*Item) ([]ingest.Part, error)) error {
	items := make([]Item, 0, len(b.Items))
	for i := range b.Items {
		parts, err := f(&b.Items[i])
		if err != nil {
			return err
		}
		if parts == nil {
			items = append(items, b.Items[i])
			continue
		}
		for _, p := range parts {
			items = append(items, Item{Part: p})
		}
	}
	b.Items = items
	return nil
}

// Read reads the files at paths, and the files in those that are folders. A file that cannot be read is refused and
// does not keep the others from being imported; an error is about all of them. progress, if not nil, is called from this goroutine
// with the number of files read and of all files, and the path of the last.
func Read(ctx context.Context, paths []string, options ingest.Options, progress func(done, total int, path string)) (Batch, error) {
	expanded := ingest.Expand(paths)
	files := expanded.Files
	if err := checkTotal(files); err != nil {
		return Batch{}, err
	}
	reader := ingest.NewReader(options)
	defer reader.Close()
	read := make([][]ingest.Part, len(files))
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
	for range min(len(files), runtime.NumCPU()) {
		readers.Go(func() {
			for i := range next {
				read[i] = reader.ReadFile(ctx, files[i])
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
		if count++; progress != nil {
			progress(count, len(files), files[i].Path)
		}
	}
	if err := ctx.Err(); err != nil {
		return Batch{}, err
	}
	batch := Batch{options: options}
	for _, p := range slices.Concat(slices.Concat(read...), expanded.Failed, expanded.Passed) {
		batch.Items = append(batch.Items, Item{Part: p})
	}
	return batch, nil
}

// checkTotal refuses what would not fit in memory. A file that is missing or too large by itself is left to
// the reader, which says so.
func checkTotal(files []ingest.File) error {
	var total int64
	for _, file := range files {
		if info, err := os.Stat(file.Path); err == nil && info.Size() <= ingest.MaxBytes {
			total += info.Size()
		}
	}
	if total > maxTotal {
		return fmt.Errorf("these %d files hold %d MB together, and at most %d MB can be imported at once; import them in several goes",
			len(files), total>>20, maxTotal>>20)
	}
	return nil
}

// New is a document as the store takes it.
func New(d *ingest.Document) store.NewDocument {
	return store.NewDocument{Title: d.Title, Publisher: d.Publisher, Published: d.Published, SourceURL: d.SourceURL, Author: d.Author, Language: d.Language,
		FileName: d.FileName, Charset: d.Charset, Text: d.Text, Original: d.Original, Locators: d.Locators}
}

// Add adds the documents that were read to the workspace in one action.
func (b *Batch) Add(ctx context.Context, st *store.Store) error {
	var fresh []store.NewDocument
	var of []int
	for i := range b.Items {
		if d := b.Items[i].Document; d != nil {
			fresh, of = append(fresh, New(d)), append(of, i)
		}
	}
	added, err := st.AddDocuments(ctx, fresh)
	for i := range added {
		b.Items[of[i]].Added = &added[i]
	}
	return err
}
