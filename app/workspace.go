package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/importing"
	"factmark/app/ingest"
	"factmark/seeds"
	"factmark/store"
)

// openDefault opens the workspace in the user's data folder; the first time it
// is made, with the sample documents in it, brought by this person.
func openDefault(ctx context.Context, path string, person store.Person) (*store.Store, error) {
	st, err := store.OpenToRead(ctx, path)
	if !errors.Is(err, fs.ErrNotExist) {
		return st, err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("making the folder of the workspace: %w", err)
	}
	// The file gets its name when the samples are in it, so that a first start
	// which is cut short leaves nothing half made.
	unfinished := path + ".new"
	for _, leftover := range []string{unfinished, unfinished + "-wal", unfinished + "-shm"} {
		if err := os.Remove(leftover); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("clearing a first start that was cut short: %w", err)
		}
	}
	st, err = store.Create(ctx, unfinished)
	if err != nil {
		return nil, err
	}
	if err = st.SignIn(ctx, person); err == nil {
		err = addSamples(ctx, st)
	}
	if closed := st.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return nil, err
	}
	if err := os.Rename(unfinished, path); err != nil {
		return nil, fmt.Errorf("naming the workspace: %w", err)
	}
	return store.Open(ctx, path)
}

func addSamples(ctx context.Context, st *store.Store) error {
	var documents []store.NewDocument
	for _, f := range seeds.Files() {
		d, err := ingest.Decode(f.Name, f.Bytes, nil)
		if err != nil {
			return fmt.Errorf("reading the sample %s: %w", f.Name, err)
		}
		documents = append(documents, importing.New(d))
	}
	_, err := st.AddSamples(ctx, documents)
	return err
}

// open opens another workspace away from the interface thread; the open one
// stays until the other is there.
func (w *window) open(path string, open func(context.Context, string) (*store.Store, error)) {
	path, err := filepath.Abs(path)
	if err != nil {
		w.tell(err)
		return
	}
	if w.desk == nil {
		w.win.SetContent(container.NewCenter(widget.NewLabel("Opening " + filepath.Base(path) + "…")))
	} else if path == w.desk.store.Path() && !w.desk.readOnly() { // which may have changed meanwhile, or can be written now
		return
	}
	w.mayLeave("Leave", func() { w.openNow(path, open) })
}

func (w *window) openNow(path string, open func(context.Context, string) (*store.Store, error)) {
	w.back.do(func() {
		st, err := open(context.Background(), path)
		w.back.post(func() {
			if err != nil {
				w.notOpened(path, err)
				return
			}
			if w.sitting != nil {
				w.sitting.leave()
			}
			if w.desk != nil {
				w.leave(w.desk)
			}
			w.keepProfile(func() error { return w.profile.AddRecent(path) }, w.fillRecent)
			w.use(newDesk(st, w.profile, w.back))
		})
	})
}

// leave lets go of a workspace once all that was done in it is written.
func (w *window) leave(d *desk) {
	w.back.inOrder(func() {
		_ = d.typed.flush() // what can't be written was asked about
		d.stop()
		if err := d.store.Close(); err != nil {
			w.back.post(func() { w.tell(fmt.Errorf("closing the workspace: %w", err)) })
		}
	})
}

// notOpened says why a workspace could not be opened. Without another one open
// the window offers the ways on.
func (w *window) notOpened(path string, err error) {
	if w.desk != nil {
		w.tell(fmt.Errorf("opening %s: %w", path, err))
		return
	}
	title := widget.NewLabel(filepath.Base(path) + " could not be opened")
	title.TextStyle.Bold = true
	title.SizeName = theme.SizeNameSubHeadingText
	title.Alignment = fyne.TextAlignCenter
	why := widget.NewLabel(sentence(err) + "\n\n" + path)
	why.Wrapping = fyne.TextWrapWord
	why.Alignment = fyne.TextAlignCenter
	other := widget.NewButton("Open another…", w.askOpenWorkspace)
	other.Importance = widget.HighImportance
	fresh := widget.NewButton("New workspace…", w.askNewWorkspace)
	backups := widget.NewButton("Its backups…", func() { w.restoreDialog(path) })
	w.win.SetContent(container.NewCenter(container.NewVBox(title,
		container.NewGridWrap(fyne.NewSize(560, 120), why), container.NewCenter(container.NewHBox(other, backups, fresh)))))
}

func (w *window) askOpenWorkspace() {
	w.askFile("Open a workspace", "Open", "", fileThere, w.openWorkspace)
}

func (w *window) askNewWorkspace() {
	w.askFile("New workspace", "Make", "Claims"+store.Extension, freeForNew, func(path string) {
		w.switchTo(path, store.Create)
	})
}

func (w *window) askBackup() {
	name := store.NameOf(w.desk.store.Path()) + " copy" + store.Extension
	w.askFile("Save a copy of the workspace", "Save copy", name, freeForNew, func(path string) {
		d := w.desk
		d.told.send("Copying the workspace…")
		d.back.do(func() {
			err := d.store.Backup(d.ctx, path, nil)
			d.back.post(func() {
				if err != nil && !errors.Is(err, store.ErrUnsure) {
					d.fail(fmt.Errorf("copying to %s: %w", path, err))
					return
				}
				d.told.send("A checked copy is in " + path + ".")
			})
		})
	})
}
